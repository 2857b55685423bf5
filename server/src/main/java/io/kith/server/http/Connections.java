package io.kith.server.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.micronaut.serde.ObjectMapper;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/** Gives each connection its {@link Door} and its {@link UploadMeter}. */
@Singleton
final class Connections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  private static final int LEAST_READ = 1 << 10;

  /** Bytes: a request with a vector of 1,024 numbers. */
  private static final int FIRST_READ = 1 << 14;

  private static final int MOST_READ = 1 << 16;

  private final Loops loops;
  private final Admission admission;
  private final ObjectMapper json;
  private final UploadRoom room;

  Connections(Loops loops, Admission admission, ObjectMapper json, UploadRoom room) {
    this.loops = loops;
    this.admission = admission;
    this.json = json;
    this.room = room;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event
        .getBean()
        .register(
            new NettyServerCustomizer() {
              @Override
              public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
                return new Connection(channel);
              }
            });
    return event.getBean();
  }

  private final class Connection implements NettyServerCustomizer {

    private final Channel channel;

    Connection(Channel channel) {
      this.channel = channel;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel stream, ChannelRole role) {
      return new Connection(stream);
    }

    /* What one read does not take waits until the loop has been round all its connections. */
    @Override
    public void onInitialPipelineBuilt() {
      channel
          .config()
          .setRecvByteBufAllocator(
              new AdaptiveRecvByteBufAllocator(LEAST_READ, FIRST_READ, MOST_READ));
    }

    @Override
    public void onStreamPipelineBuilt() {
      ChannelPipeline pipeline = channel.pipeline();
      if (pipeline.get(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND) != null) {
        var inbound = ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND;
        UploadMeter meter = new UploadMeter(room);
        pipeline.addBefore(inbound, "kith-door", new Door(loops, admission, json, meter));
        pipeline.addBefore(inbound, "kith-uploads", meter);
      }
    }
  }
}
