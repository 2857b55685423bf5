package io.kith.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.config.ServingSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.serde.ObjectMapper;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the door lets in and what it refuses, while the one place that there is is taken. */
@Timeout(60)
final class DoorTest {

  private static final String IDENTIFY = "/v1/galleries/g/identify";

  private final ServingSettings settings =
      new ServingSettings(1, 0, 16, 1 << 20, Duration.ofSeconds(30), 0, 0);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Loops loops = new Loops();
  private final Admission admission = new Admission(settings, loops, metrics);
  private final UploadMeter meter = new UploadMeter(new UploadRoom(settings, 1 << 20, metrics));
  private final EmbeddedChannel channel =
      new EmbeddedChannel(new Door(loops, admission, ObjectMapper.getDefault(), meter), meter);
  private final CompletableFuture<Boolean> held = new CompletableFuture<>();

  DoorTest() {
    CompletableFuture<Boolean> _ = admission.searching(held::join);
  }

  @AfterEach
  void close() {
    held.complete(true);
    channel.finishAndReleaseAll();
    admission.close();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/galleries/g/identify, true",
    "POST, /v1/galleries/g/identify?pretty=1, true",
    "POST, /v1/galleries/g/verify, true",
    "POST, /v1/verify, true",
    "POST, /v1/embed, true",
    "GET, /v1/galleries/g/identify, false",
    "POST, /v1/galleries/g/identify:batch, false",
    "POST, /v1/galleries/g/identities/verify/templates, false",
    "PUT, /v1/galleries/identify, false",
    "POST, /health, false"
  })
  void searchesAreRefused(String method, String uri, boolean refused) {
    channel.writeInbound(request(method, uri));

    assertThat(channel.inboundMessages().isEmpty()).isEqualTo(refused);
    assertThat(channel.outboundMessages().isEmpty()).isEqualTo(!refused);
  }

  @Test
  void theBodyOfWhatIsRefusedIsDroppedAndTheNextIsLetIn() {
    HttpContent piece = new DefaultHttpContent(Unpooled.copiedBuffer(new byte[10]));
    channel.writeInbound(request("POST", IDENTIFY), piece);

    FullHttpResponse answer = channel.readOutbound();
    assertThat(answer.status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
    assertThat(answer.headers().get(HttpHeaderNames.RETRY_AFTER)).isEqualTo("1");
    assertThat(answer.headers().get(HttpHeaderNames.CONTENT_TYPE))
        .isEqualTo("application/problem+json");
    assertThat(answer.content().toString(StandardCharsets.UTF_8))
        .contains("urn:kith:problem:overloaded", IDENTIFY);
    answer.release();
    assertThat(piece.refCnt()).isZero();

    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    HttpRequest next = request("GET", "/v1/galleries");
    channel.writeInbound(next);
    assertThat(channel.<HttpRequest>readInbound()).isSameAs(next);
  }

  @Test
  void whatComesBehindARequestThatIsWorkedOnWaitsForItsTurn() {
    HttpRequest first = request("GET", "/v1/galleries");
    HttpRequest second = request("POST", IDENTIFY);
    channel.writeInbound(first, LastHttpContent.EMPTY_LAST_CONTENT);
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    channel.writeInbound(second, LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(channel.inboundMessages()).contains(first, second);

    channel.writeOutbound(ok(), ok());
    channel.releaseOutbound();
    channel.writeInbound(request("POST", IDENTIFY));
    assertThat(channel.outboundMessages()).hasSize(1);
  }

  private static FullHttpResponse ok() {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
  }

  @Test
  void whoAsksBeforeSendingTheBodyIsAnsweredFurtherIn() {
    HttpRequest request = request("POST", IDENTIFY);
    request.headers().set(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE);

    channel.writeInbound(request);

    assertThat(channel.<HttpRequest>readInbound()).isSameAs(request);
  }

  @Test
  void aConnectionThatShallEndDoesOnceTheBodyIsThere() {
    HttpRequest request = request("POST", IDENTIFY);
    request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);

    channel.writeInbound(request);
    assertThat(channel.<FullHttpResponse>readOutbound().headers().get(HttpHeaderNames.CONNECTION))
        .isEqualTo("close");
    assertThat(channel.isOpen()).isTrue();

    channel.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    assertThat(channel.isOpen()).isFalse();
  }

  private static HttpRequest request(String method, String uri) {
    return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), uri);
  }
}
