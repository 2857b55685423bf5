package io.kith.server.http;

import io.kith.server.api.Problem;
import io.micronaut.serde.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuses searches that would find no place as soon as the head of their request is there, before
 * anybody asks who sends it, and drops their bodies: all that would be done for them is taken from
 * those who are let in. So they are counted, and not in the audit log. Used by the connection's
 * event loop only.
 */
final class Door extends ChannelInboundHandlerAdapter {

  private static final Pattern SEARCH = Pattern.compile("/v1/(?:.+/)?(?:identify|verify|embed)");

  private final Loops loops;
  private final Admission admission;
  private final ObjectMapper json;
  private final UploadMeter letIn;
  private @Nullable HttpRequest refused;

  /**
   * @param letIn meets what is let in, on the same connection
   */
  Door(Loops loops, Admission admission, ObjectMapper json, UploadMeter letIn) {
    this.loops = loops;
    this.admission = admission;
    this.json = json;
    this.letIn = letIn;
  }

  /** Whether a request takes a place among the searches. */
  static boolean isSearch(String method, String path) {
    return method.equals(HttpMethod.POST.name()) && SEARCH.matcher(path).matches();
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    loops.enter(context.executor());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
    if (message instanceof HttpRequest request) {
      String path = new QueryStringDecoder(request.uri()).rawPath();
      Optional<Problem> refusal = mayRefuse(request, path) ? admission.refusal() : Optional.empty();
      if (refusal.isPresent()) {
        refused = request;
        context.writeAndFlush(answer(refusal.get(), request, path, isSecure(context)));
      }
    }
    if (refused == null) {
      context.fireChannelRead(message);
    } else {
      drop(context, refused, message);
    }
  }

  /* Answers go in the order of requests; and who waits for a go-ahead may send no body. */
  private boolean mayRefuse(HttpRequest request, String path) {
    return letIn.isIdle()
        && isSearch(request.method().name(), path)
        && !HttpUtil.is100ContinueExpected(request);
  }

  private HttpResponse answer(Problem refusal, HttpRequest request, String path, boolean secure)
      throws IOException {
    String trace = Trace.of(request.headers().get(Trace.HEADER));
    byte[] body = json.writeValueAsBytes(refusal.of(path, trace));
    HttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(refusal.status()),
            Unpooled.wrappedBuffer(body));
    SecurityHeaders.add(path, secure, answer.headers()::set);
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, ProblemDocuments.PROBLEM_JSON.toString());
    answer.headers().set(HttpHeaderNames.RETRY_AFTER, ProblemDocuments.RETRY_SECONDS);
    HttpUtil.setContentLength(answer, body.length);
    HttpUtil.setKeepAlive(answer, HttpUtil.isKeepAlive(request));
    return answer;
  }

  private static boolean isSecure(ChannelHandlerContext context) {
    return context.pipeline().get(SslHandler.class) != null;
  }

  /* To close while more comes would have the client's system throw the answer away. */
  private void drop(ChannelHandlerContext context, HttpRequest request, Object message) {
    ReferenceCountUtil.release(message);
    if (message instanceof LastHttpContent) {
      refused = null;
      if (!HttpUtil.isKeepAlive(request)) {
        context.close();
      }
    }
  }
}
