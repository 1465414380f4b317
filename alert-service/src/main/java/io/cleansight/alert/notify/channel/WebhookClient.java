package io.cleansight.alert.notify.channel;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.messaging.address.ForbiddenAddressException;
import io.cleansight.messaging.address.PinnedAddresses;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import net.jcip.annotations.ThreadSafe;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts JSON. Follows no redirect, keeps no cookie, reads no more than a little of the answer,
 * connects to no address that the policy forbids, and believes no certificate that is not trusted.
 * What it says of a failure is one of a few sentences, and the same of whatever is not allowed.
 */
@ThreadSafe
public final class WebhookClient implements AutoCloseable {
  private static final int LONGEST_ANSWER = 64 << 10;

  /** What an endpoint says of the one message, and not of itself: bad, too large, unprocessable. */
  private static final Set<Integer> REFUSALS = Set.of(400, 413, 422);

  private final CloseableHttpClient http;

  public WebhookClient(Duration timeout, AddressPolicy addresses, SSLContext trust) {
    var limit = Timeout.of(timeout);
    var request =
        RequestConfig.custom().setResponseTimeout(limit).setConnectionRequestTimeout(limit);
    http =
        HttpClients.custom()
            .setConnectionManager(connections(limit, addresses, trust))
            .setDefaultRequestConfig(request.build())
            .disableRedirectHandling()
            .disableAutomaticRetries() // whoever calls counts the attempts
            .disableCookieManagement()
            .setUserAgent("cleansight")
            .build();
  }

  private static HttpClientConnectionManager connections(
      Timeout limit, AddressPolicy addresses, SSLContext trust) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnPerRoute(10)
        .setMaxConnTotal(50)
        .setDnsResolver(new PinnedAddresses(addresses))
        .setTlsSocketStrategy(new DefaultClientTlsStrategy(trust))
        .setDefaultConnectionConfig(
            ConnectionConfig.custom().setConnectTimeout(limit).setSocketTimeout(limit).build())
        .build();
  }

  /**
   * Posts and returns the answer's body.
   *
   * @throws RefusedException if the answer says that this message is no good
   * @throws IOException if there is no answer, or one that is not 2xx; says neither address nor
   *     body
   */
  String post(URI url, String json, Map<String, String> headers) throws IOException {
    var request = new HttpPost(url);
    request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
    headers.forEach(request::setHeader);
    try {
      return http.execute(request, response -> answer(url, response));
    } catch (ForbiddenAddressException e) {
      throw new IOException(url.getHost() + " has no address that is allowed", e);
    } catch (SSLException e) {
      throw new IOException(url.getHost() + " has no certificate that is trusted", e);
    } catch (SocketTimeoutException | ConnectException | NoRouteToHostException e) {
      throw new IOException(url.getHost() + " does not answer", e);
    }
  }

  private static String answer(URI url, ClassicHttpResponse response)
      throws IOException, ParseException {
    int status = response.getCode();
    String body =
        response.getEntity() == null
            ? ""
            : EntityUtils.toString(response.getEntity(), LONGEST_ANSWER);
    if (REFUSALS.contains(status)) {
      throw new RefusedException(url.getHost() + " answers " + status);
    }
    if (status < 200 || status > 299) {
      throw new IOException(url.getHost() + " answers " + status);
    }
    return body;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
