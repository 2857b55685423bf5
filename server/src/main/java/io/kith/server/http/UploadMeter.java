package io.kith.server.http;

import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Takes room for the bodies that arrive on one connection, as they arrive, until they are answered.
 * One that finds none, or is too large, fails, and is answered so. Bodies that are read line by
 * line take theirs in {@link Lines}. Used by the connection's event loop only.
 */
final class UploadMeter extends ChannelDuplexHandler {

  private final UploadRoom room;
  private final Deque<UploadRoom.Share> unanswered = new ArrayDeque<>();
  private UploadRoom.@Nullable Share arriving;

  UploadMeter(UploadRoom room) {
    this.room = room;
  }

  /** Whether all requests are answered. */
  boolean isIdle() {
    return unanswered.isEmpty();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      UploadRoom.Share share = room.share();
      unanswered.add(share);
      arriving = isLines(request) ? null : share;
    }
    if (message instanceof HttpContent piece && arriving != null) {
      RuntimeException refusal = refusal(arriving, piece.content().readableBytes());
      if (refusal != null) {
        arriving.close();
        arriving = null;
        context.fireExceptionCaught(refusal); // what still comes of this body is dropped then
      }
    }
    context.fireChannelRead(message);
  }

  private @Nullable RuntimeException refusal(UploadRoom.Share share, int more) {
    long all = share.taken() + more;
    if (all > room.largest()) {
      return new ContentLengthExceededException(room.largest(), all);
    }
    return share.take(more) ? null : room.refusal();
  }

  private static boolean isLines(HttpRequest request) {
    String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
    return type.regionMatches(true, 0, BulkController.NDJSON, 0, BulkController.NDJSON.length());
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      UploadRoom.Share answered = unanswered.poll();
      if (answered != null) {
        answered.close();
      }
      if (answered == arriving) {
        arriving = null;
      }
    }
    context.write(message, written);
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    unanswered.forEach(UploadRoom.Share::close);
    unanswered.clear();
    arriving = null;
    context.fireChannelInactive();
  }
}
