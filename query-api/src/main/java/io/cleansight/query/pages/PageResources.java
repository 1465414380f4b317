package io.cleansight.query.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * How pages, scripts and messages are served: browsers keep them and ask before each use whether
 * they still hold, so that those of two releases are never mixed. Whether they do is told by an
 * ETag of the content: a build gives every file the same time, so that builds can be compared.
 */
@Configuration(proxyBeanMethods = false)
@Order(PageResources.BEFORE_DEFAULTS)
class PageResources implements WebMvcConfigurer {
  /** Spring Boot maps static files only where nobody has before it, at 0. */
  static final int BEFORE_DEFAULTS = -1;

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/**")
        .addResourceLocations("classpath:/static/")
        .setCacheControl(CacheControl.noCache())
        .setUseLastModified(false)
        .setEtagGenerator(PageResources::etag);
  }

  /** A weak one: what is strong is not compressed. */
  static String etag(Resource file) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(file.getContentAsByteArray());
      return "W/\"" + HexFormat.of().formatHex(hash) + "\"";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }
}
