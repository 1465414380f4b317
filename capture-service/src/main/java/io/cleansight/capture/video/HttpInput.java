package io.cleansight.capture.video;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.cleansight.capture.video.VideoException.Fault;
import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.messaging.address.PinnedAddresses;
import io.cleansight.messaging.address.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * A stream by HTTP, or a playlist of such. FFmpeg has no HTTP here: what it reads is fetched by
 * Apache's client, each address of a playlist and each target of a redirect as the first one.
 * Encrypted segments are not read.
 */
final class HttpInput implements Input {
  private static final int BUFFER = 32 << 10;
  private static final long SHORTEST_WATCH = 50_000_000;
  private static final int EIO = -5;
  private static final int MOST_REDIRECTS = 5;

  private final Deadline deadline;
  private final CloseableHttpClient http;
  private final BasicCredentialsProvider logins = new BasicCredentialsProvider();
  private final Set<HttpGet> running = ConcurrentHashMap.newKeySet();
  private final Map<Long, Body> bodies = new ConcurrentHashMap<>();
  private final Opening opening = new Opening();
  private final Closing closing = new Closing();
  private final Thread watch;
  private volatile boolean closed;
  private volatile @Nullable Fault fault;
  private @Nullable Body first;

  private HttpInput(Duration patience, Deadline deadline, Rules rules, AddressPolicy addresses) {
    this.deadline = deadline;
    var limit = Timeout.of(patience);
    this.http =
        HttpClients.custom()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(new PinnedAddresses(addresses))
                    .setTlsSocketStrategy(new DefaultClientTlsStrategy(Trust.with(rules.ca())))
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(limit)
                            .setSocketTimeout(limit)
                            .build())
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(limit)
                    .setConnectionRequestTimeout(limit)
                    .setMaxRedirects(MOST_REDIRECTS)
                    .build())
            .disableAutomaticRetries()
            .disableContentCompression()
            .setUserAgent("cleansight")
            .build();
    this.watch = Thread.ofVirtual().start(this::watch);
  }

  static HttpInput open(
      URI uri, Duration patience, Deadline deadline, Rules rules, AddressPolicy addresses)
      throws VideoException {
    var input = new HttpInput(patience, deadline, rules, addresses);
    try {
      input.login(uri);
      input.first = input.get(uri);
      return input;
    } catch (VideoException e) {
      input.close();
      throw e;
    }
  }

  @Override
  public String address() {
    return body().uri.toString();
  }

  /** FFmpeg has no protocol: all it gets to read is what is opened here. */
  @Override
  public Map<String, String> options() {
    return Map.of("protocol_whitelist", "none", "format_whitelist", FORMATS + ",hls");
  }

  @Override
  public void prepare(AVFormatContext format) {
    format.pb(body().pb);
    format.io_open(opening);
    format.io_close2(closing);
  }

  @Override
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
    bodies.values().forEach(Body::close);
    bodies.clear();
    http.close(CloseMode.IMMEDIATE);
    opening.close();
    closing.close();
  }

  private Body body() {
    if (first == null) {
      throw new IllegalStateException("not opened");
    }
    return first;
  }

  /** For the host of the source alone: a redirect takes no password to another. */
  private void login(URI uri) {
    String login = uri.getUserInfo();
    if (login != null) {
      int colon = login.indexOf(':');
      String user = colon < 0 ? login : login.substring(0, colon);
      String password = colon < 0 ? "" : login.substring(colon + 1);
      logins.setCredentials(
          new AuthScope(new HttpHost(scheme(uri), uri.getHost(), uri.getPort())),
          new UsernamePasswordCredentials(user, password.toCharArray()));
    }
  }

  private Body get(URI uri) throws VideoException {
    if (!scheme(uri).matches("https?") || uri.getHost() == null) {
      throw new VideoException(Fault.NOT_ALLOWED);
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    URI bare = URI.create(scheme(uri) + "://" + uri.getHost() + port + uri.getRawPath() + query);
    var request = new HttpGet(bare);
    var context = HttpClientContext.create();
    context.setCredentialsProvider(logins);
    running.add(request);
    try {
      ClassicHttpResponse response = http.executeOpen(null, request, context);
      var body = new Body(request, response, last(bare, context));
      bodies.put(body.pb.address(), body);
      return body;
    } catch (ClientProtocolException e) {
      throw new VideoException(Fault.UNWILLING); // redirects in circles, or to another protocol
    } catch (IOException e) {
      running.remove(request);
      throw new VideoException(deadline.isOver() ? Fault.STALLED : Connections.fault(e));
    }
  }

  private static URI last(URI asked, HttpClientContext context) {
    List<URI> redirects = context.getRedirectLocations().getAll();
    return redirects.isEmpty() ? asked : redirects.getLast();
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  /** Ends whatever waits once the deadline is over: a server that drips defeats time-outs. */
  private void watch() {
    while (!closed) {
      long left = deadline.nanosLeft();
      if (left < 0) {
        running.forEach(HttpGet::cancel);
      }
      LockSupport.parkNanos(Math.max(left, SHORTEST_WATCH));
    }
  }

  /** An answer, for FFmpeg to read. */
  private final class Body {
    private final HttpGet request;
    private final ClassicHttpResponse response;
    private final URI uri;
    private final Reader reader;
    private final AVIOContext pb;

    Body(HttpGet request, ClassicHttpResponse response, URI uri)
        throws IOException, VideoException {
      this.request = request;
      this.response = response;
      this.uri = uri;
      int status = response.getCode();
      if (status != 200 || response.getEntity() == null) {
        end();
        throw new VideoException(
            switch (status) {
              case 401, 403, 407 -> Fault.REFUSED;
              case 404, 410 -> Fault.NOT_FOUND;
              case 200, 204 -> Fault.NO_VIDEO;
              default -> Fault.UNWILLING;
            });
      }
      this.reader = new Reader(response.getEntity().getContent());
      this.pb =
          avio_alloc_context(
              new BytePointer(av_malloc(BUFFER)).capacity(BUFFER),
              BUFFER,
              0,
              null,
              reader,
              (Write_packet_Pointer_BytePointer_int) null,
              (Seek_Pointer_long_int) null);
    }

    void close() {
      end();
      av_free(pb.buffer());
      avio_context_free(pb);
      reader.close();
    }

    /** Without reading the rest, which a live stream has for ever. */
    private void end() {
      running.remove(request);
      request.cancel();
      try {
        response.close();
      } catch (IOException cancelled) {
        // It is closed, which is all that is wanted.
      }
    }
  }

  private final class Reader extends Read_packet_Pointer_BytePointer_int {
    private final InputStream in;
    private final byte[] bytes = new byte[BUFFER];

    Reader(InputStream in) {
      this.in = in;
    }

    @Override
    public int call(Pointer opaque, BytePointer buffer, int size) {
      try {
        int read = in.read(bytes, 0, Math.min(size, BUFFER));
        if (deadline.isOver()) {
          return AVERROR_EXIT;
        }
        if (read < 0) {
          return AVERROR_EOF;
        }
        buffer.put(bytes, 0, read);
        return read;
      } catch (IOException brokeOff) {
        return deadline.isOver() ? AVERROR_EXIT : EIO;
      }
    }
  }

  /** Of what a playlist names. Must not throw: who calls is no Java. */
  @SuppressWarnings("rawtypes") // as it is declared
  private final class Opening
      extends AVFormatContext
          .Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer {
    @Override
    public int call(
        AVFormatContext format,
        PointerPointer to,
        BytePointer address,
        int flags,
        PointerPointer options) {
      try {
        to.put(0, get(new URI(address.getString())).pb);
        return 0;
      } catch (VideoException e) {
        fault = e.fault();
      } catch (URISyntaxException noAddress) {
        fault = Fault.NOT_ALLOWED;
      }
      return EIO;
    }
  }

  private final class Closing extends AVFormatContext.Io_close2_AVFormatContext_AVIOContext {
    @Override
    public int call(AVFormatContext format, AVIOContext pb) {
      Body body = bodies.remove(pb.address());
      if (body != null) {
        body.close();
      }
      return 0;
    }
  }
}
