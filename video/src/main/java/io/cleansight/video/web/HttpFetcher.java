package io.cleansight.video.web;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.messaging.address.PinnedAddresses;
import io.cleansight.video.Rules;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import net.jcip.annotations.ThreadSafe;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches by HTTP from addresses that are allowed, redirects included, and ends whatever waits once
 * its limit is over: a server that drips defeats time-outs.
 */
@ThreadSafe
final class HttpFetcher implements AutoCloseable {
  private static final long SHORTEST_WATCH = 50_000_000;
  private static final int MOST_REDIRECTS = 5;
  private static final int LONGEST_LINE = 16 << 10;
  private static final int MOST_HEADERS = 100;

  private final Limit limit;
  private final CloseableHttpClient http;
  private final BasicCredentialsProvider logins = new BasicCredentialsProvider();
  private final Set<HttpGet> running = ConcurrentHashMap.newKeySet();
  private final Thread watch;
  private volatile boolean closed;

  /**
   * @param patience for each step that the client knows a time-out of
   */
  HttpFetcher(Duration patience, Limit limit, Rules rules, AddressPolicy addresses) {
    this.limit = limit;
    var step = Timeout.of(patience);
    this.http =
        HttpClients.custom()
            .setConnectionManager(connections(step, rules, addresses))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(step)
                    .setConnectionRequestTimeout(step)
                    .setMaxRedirects(MOST_REDIRECTS)
                    .build())
            .disableAutomaticRetries()
            .disableContentCompression()
            .setUserAgent("cleansight")
            .build();
    this.watch = Thread.ofVirtual().start(this::watch);
  }

  private static HttpClientConnectionManager connections(
      Timeout step, Rules rules, AddressPolicy addresses) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                    Http1Config.custom()
                        .setMaxLineLength(LONGEST_LINE)
                        .setMaxHeaderCount(MOST_HEADERS)
                        .build())
                .build())
        .setDnsResolver(new PinnedAddresses(addresses))
        .setTlsSocketStrategy(new LazyTls(rules.ca()))
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(step).setSocketTimeout(step).build())
        .build();
  }

  /** Takes an address's login, for its host alone: a redirect takes no password to another. */
  void login(URI uri) {
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

  /** Asks for what is there; the answer has a body. */
  Answer get(URI uri) throws VideoException {
    return get(uri, Map.of());
  }

  /**
   * The same under conditions, by which an answer may be that nothing has changed.
   *
   * @param headers of the request
   */
  Answer get(URI uri, Map<String, String> headers) throws VideoException {
    URI bare = withoutLogin(uri);
    var request = new HttpGet(bare);
    headers.forEach(request::setHeader);
    var context = HttpClientContext.create();
    context.setCredentialsProvider(logins);
    running.add(request);
    try {
      ClassicHttpResponse response = http.executeOpen(null, request, context);
      return new Answer(request, response, last(bare, context));
    } catch (ClientProtocolException e) {
      running.remove(request);
      throw new VideoException(Fault.UNWILLING); // redirects in circles, or to another protocol
    } catch (IOException e) {
      running.remove(request);
      throw new VideoException(limit.isOver() ? Fault.STALLED : Connections.fault(e));
    } catch (IllegalStateException cancelled) { // by the deadline, while it was connecting
      running.remove(request);
      throw new VideoException(Fault.STALLED);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watch);
    http.close(CloseMode.IMMEDIATE);
  }

  private static URI withoutLogin(URI uri) throws VideoException {
    if (!scheme(uri).matches("https?") || uri.getHost() == null) {
      throw new VideoException(Fault.NOT_ALLOWED);
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return URI.create(scheme(uri) + "://" + uri.getHost() + port + uri.getRawPath() + query);
  }

  private static URI last(URI asked, HttpClientContext context) {
    List<URI> redirects = context.getRedirectLocations().getAll();
    return redirects.isEmpty() ? asked : redirects.getLast();
  }

  private static String scheme(URI uri) {
    return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
  }

  private void watch() {
    while (!closed) {
      long left = limit.nanosLeft();
      if (left < 0) {
        running.forEach(HttpGet::cancel);
      }
      LockSupport.parkNanos(Math.max(left, SHORTEST_WATCH));
    }
  }

  /** An answer with a body that is to be read. */
  final class Answer implements AutoCloseable {
    private final HttpGet request;
    private final ClassicHttpResponse response;
    private final URI uri;
    private final InputStream body;

    private Answer(HttpGet request, ClassicHttpResponse response, URI uri)
        throws IOException, VideoException {
      this.request = request;
      this.response = response;
      this.uri = uri;
      boolean whole = response.getCode() == HttpStatus.SC_OK && response.getEntity() != null;
      if (!whole && !isUnchanged()) {
        close();
        throw new VideoException(fault(response.getCode()));
      }
      this.body = whole ? response.getEntity().getContent() : InputStream.nullInputStream();
    }

    /** Where it came from, after redirects. */
    URI uri() {
      return uri;
    }

    InputStream body() {
      return body;
    }

    /** Whether, by the conditions of the request, there is nothing new. */
    boolean isUnchanged() {
      return response.getCode() == HttpStatus.SC_NOT_MODIFIED;
    }

    /** How long the body will be; negative if that is not said. */
    long length() {
      return response.getEntity() == null ? -1 : response.getEntity().getContentLength();
    }

    /** Empty where there is none. */
    String header(String name) {
      var header = response.getFirstHeader(name);
      return header == null || header.getValue() == null ? "" : header.getValue();
    }

    /** What the body is said to be, in lower case and without parameters; empty if not said. */
    String type() {
      return header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /**
     * All of the body.
     *
     * @param most bytes that are taken
     * @param larger what it is called if there are more
     */
    byte[] bytes(int most, Fault larger) throws VideoException {
      return bytes(body, most, larger);
    }

    /** The same of a body that was looked into. */
    byte[] bytes(InputStream body, int most, Fault larger) throws VideoException {
      try {
        byte[] bytes = body.readNBytes(most + 1);
        if (bytes.length > most) {
          throw new VideoException(larger);
        }
        return bytes;
      } catch (IOException e) {
        throw new VideoException(limit.isOver() ? Fault.STALLED : Fault.BROKE_OFF);
      }
    }

    /** Without reading the rest, which a live stream has for ever. */
    @Override
    public void close() {
      running.remove(request);
      request.cancel();
      try {
        response.close();
      } catch (IOException cancelled) {
        // It is closed, which is all that is wanted.
      }
    }

    private static Fault fault(int status) {
      return switch (status) {
        case 401, 403, 407 -> Fault.REFUSED;
        case 404, 410 -> Fault.NOT_FOUND;
        case 200, 204 -> Fault.NO_VIDEO;
        default -> Fault.UNWILLING;
      };
    }
  }
}
