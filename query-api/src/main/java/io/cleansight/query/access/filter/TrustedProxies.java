package io.cleansight.query.access.filter;

import io.cleansight.query.access.AccessProperties;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Takes the client's address and scheme from the headers of those proxies that the settings name.
 * From anybody else the headers are what anybody can send, and mean nothing.
 */
@Component
class TrustedProxies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final AccessProperties settings;

  TrustedProxies(AccessProperties settings) {
    this.settings = settings;
  }

  @Override
  public void customize(TomcatServletWebServerFactory server) {
    if (settings.trustedProxies().isEmpty()) {
      return;
    }
    var valve = new RemoteIpValve();
    valve.setInternalProxies(String.join(",", settings.trustedProxies()));
    valve.setRemoteIpHeader("X-Forwarded-For");
    valve.setProtocolHeader("X-Forwarded-Proto");
    valve.setPortHeader("X-Forwarded-Port");
    server.addEngineValves(valve);
  }
}
