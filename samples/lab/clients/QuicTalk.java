import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.incubator.codec.quic.InsecureQuicTokenHandler;
import io.netty.incubator.codec.quic.QuicChannel;
import io.netty.incubator.codec.quic.QuicClientCodecBuilder;
import io.netty.incubator.codec.quic.QuicCodecBuilder;
import io.netty.incubator.codec.quic.QuicServerCodecBuilder;
import io.netty.incubator.codec.quic.QuicSslContext;
import io.netty.incubator.codec.quic.QuicSslContextBuilder;
import io.netty.incubator.codec.quic.QuicStreamChannel;
import io.netty.incubator.codec.quic.QuicStreamType;
import io.netty.incubator.codec.quic.QuicTokenHandler;
import io.netty.util.CharsetUtil;
import java.io.File;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * One request by QUIC as the quiche library of 2021 speaks it, and a server for it.
 *
 * <p>Usage: {@code QuicTalk ask server port name version}, version in hex such as ff00001d for draft
 * 29; {@code QuicTalk serve address port pem [retry]}, which answers every new client with a Retry.
 */
public final class QuicTalk {
  private static final String ALPN = "h3-29";

  public static void main(String[] args) throws Exception {
    NioEventLoopGroup group = new NioEventLoopGroup(1);
    InetSocketAddress address = new InetSocketAddress(args[1], Integer.parseInt(args[2]));
    try {
      if (args[0].equals("serve")) {
        serve(group, address, new File(args[3]), args.length > 4);
      } else {
        ask(group, address, args[3], Integer.parseUnsignedInt(args[4], 16));
      }
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static <B extends QuicCodecBuilder<B>> B limits(B builder) {
    return builder
        .maxIdleTimeout(5, TimeUnit.SECONDS)
        .initialMaxData(1_000_000)
        .initialMaxStreamDataBidirectionalLocal(100_000)
        .initialMaxStreamDataBidirectionalRemote(100_000)
        .initialMaxStreamsBidirectional(10);
  }

  private static void serve(
      NioEventLoopGroup group, InetSocketAddress address, File pem, boolean retry)
      throws Exception {
    QuicSslContext tls =
        QuicSslContextBuilder.forServer(pem, null, pem).applicationProtocols(ALPN).build();
    Channel channel =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(
                limits(new QuicServerCodecBuilder().sslContext(tls))
                    .tokenHandler(retry ? InsecureQuicTokenHandler.INSTANCE : new NoRetry())
                    .handler(new ChannelInboundHandlerAdapter())
                    .streamHandler(
                        new ChannelInitializer<QuicStreamChannel>() {
                          @Override
                          protected void initChannel(QuicStreamChannel stream) {
                            stream.pipeline().addLast(new Answer());
                          }
                        })
                    .build())
            .bind(address)
            .sync()
            .channel();
    channel.closeFuture().sync();
  }

  private static final class NoRetry implements QuicTokenHandler {
    @Override
    public boolean writeToken(ByteBuf out, ByteBuf connectionId, InetSocketAddress address) {
      return false;
    }

    @Override
    public int validateToken(ByteBuf token, InetSocketAddress address) {
      return -1;
    }

    @Override
    public int maxTokenLength() {
      return 0;
    }
  }

  private static final class Answer extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ((ByteBuf) message).release();
      context
          .writeAndFlush(Unpooled.copiedBuffer("It works.\n", CharsetUtil.US_ASCII))
          .addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
    }
  }

  private static final class Show extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      System.out.print(((ByteBuf) message).toString(CharsetUtil.US_ASCII));
      ((ByteBuf) message).release();
      ((QuicChannel) context.channel().parent()).close(true, 0, Unpooled.EMPTY_BUFFER);
    }
  }

  private static void ask(NioEventLoopGroup group, InetSocketAddress server, String name, int version)
      throws Exception {
    QuicSslContext tls =
        QuicSslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .applicationProtocols(ALPN)
            .build();
    Channel channel =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(
                limits(new QuicClientCodecBuilder().version(version))
                    .sslEngineProvider(quic -> tls.newEngine(quic.alloc(), name, server.getPort()))
                    .build())
            .bind(0)
            .sync()
            .channel();
    QuicChannel quic =
        QuicChannel.newBootstrap(channel)
            .streamHandler(new ChannelInboundHandlerAdapter())
            .remoteAddress(server)
            .connect()
            .get(5, TimeUnit.SECONDS);
    QuicStreamChannel stream =
        quic.createStream(QuicStreamType.BIDIRECTIONAL, new Show()).sync().getNow();
    stream
        .writeAndFlush(Unpooled.copiedBuffer("GET /\r\n", CharsetUtil.US_ASCII))
        .addListener(QuicStreamChannel.SHUTDOWN_OUTPUT);
    quic.closeFuture().await(5, TimeUnit.SECONDS);
    channel.close().sync();
  }
}
