package io.kith.server.http;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/** Gives each connection its {@link UploadMeter}. */
@Singleton
final class UploadMeters implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  private final UploadRoom room;

  UploadMeters(UploadRoom room) {
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

    @Override
    public void onStreamPipelineBuilt() {
      ChannelPipeline pipeline = channel.pipeline();
      if (pipeline.get(ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND) != null) {
        pipeline.addBefore(
            ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
            "kith-uploads",
            new UploadMeter(room));
      }
    }
  }
}
