package io.cleansight.messaging.address;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** Whose certificates are believed. */
public final class Trust {
  private Trust() {}

  /**
   * What Java believes, and the issuers in that file besides.
   *
   * @param ca certificates in PEM; null: none besides
   * @throws IllegalArgumentException if the file holds something else
   */
  public static SSLContext with(@Nullable Path ca) {
    try {
      var context = SSLContext.getInstance("TLS");
      if (ca == null) {
        context.init(null, null, null);
        return context;
      }
      var all = new ArrayList<X509Certificate>(issuers(null));
      all.addAll(read(ca));
      context.init(null, factory(storeOf(all)).getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(ca + " holds no certificates in PEM", e);
    }
  }

  /**
   * The issuers in that file alone.
   *
   * @param ca certificates in PEM; null: whom Java believes
   */
  public static SslBundle only(@Nullable Path ca) {
    if (ca == null) {
      return SslBundle.systemDefault();
    }
    var authority = PemSslStoreDetails.forCertificate(ca.toUri().toString());
    return SslBundle.of(new PemSslStoreBundle(null, authority));
  }

  private static List<X509Certificate> read(Path ca) throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(ca)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
          .map(X509Certificate.class::cast)
          .toList();
    }
  }

  private static KeyStore storeOf(List<X509Certificate> issuers)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < issuers.size(); i++) {
      store.setCertificateEntry("issuer-" + i, issuers.get(i));
    }
    return store;
  }

  private static List<X509Certificate> issuers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    return Arrays.stream(factory(store).getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(it -> Arrays.stream(((X509TrustManager) it).getAcceptedIssuers()))
        .toList();
  }

  private static TrustManagerFactory factory(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }
}
