package io.kith.server.http;

import io.kith.config.ServingSettings;
import io.micronaut.context.BeanContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.io.ResourceResolver;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration.Family;
import io.micronaut.http.ssl.ServerSslConfiguration;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.security.token.jwt.signature.ReactiveSignatureConfiguration;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import io.micronaut.security.token.jwt.validator.AudienceJwtClaimsValidator;
import io.micronaut.security.token.jwt.validator.IssuerJwtClaimsValidator;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses to start a server whose settings would open it to others, cut its answers off, or leave
 * unrecorded what was to be recorded.
 */
@Singleton
final class StartRules implements BeanCreatedEventListener<EmbeddedServer> {

  private static final Logger log = LoggerFactory.getLogger(StartRules.class);

  private static final String KEY_STORE = "micronaut.server.ssl.key-store.";
  private static final String EVERYWHERE = "0.0.0.0";

  private final NettyHttpServerConfiguration configuration;
  private final ServingSettings serving;
  private final Guard guard;
  private final BeanContext context;
  private final Environment environment;

  StartRules(
      NettyHttpServerConfiguration configuration,
      ServingSettings serving,
      Guard guard,
      BeanContext context,
      Environment environment) {
    this.configuration = configuration;
    this.serving = serving;
    this.guard = guard;
    this.context = context;
    this.environment = environment;
  }

  @Override
  public EmbeddedServer onCreated(BeanCreatedEvent<EmbeddedServer> event) {
    SettingNames.ofDefaults().check(environment);
    checkAddress();
    checkTokens();
    checkTimeout();
    checkAudit();
    checkKeyStore();
    return event.getBean();
  }

  /* While there are no keys, anybody who reaches it could do anything. */
  private void checkAddress() {
    checkAddress("micronaut.server.host", configuration.getHost().orElse(EVERYWHERE));
    List<NettyListenerConfiguration> listeners = configuration.getListeners();
    if (listeners != null) {
      listeners.stream()
          .filter(listener -> listener.getFamily() == Family.TCP)
          .forEach(
              listener ->
                  checkAddress(
                      "micronaut.server.netty.listeners.%s.host".formatted(listener.getName()),
                      Objects.requireNonNullElse(listener.getHost(), EVERYWHERE)));
    }
  }

  private void checkAddress(String setting, String host) {
    if (!guard.isUp() && !isLoopback(host)) {
      throw new ConfigurationException(
          "%s: %s is reached from other machines, and there are no keys; make one with: kith keys create --scope admin, or use 127.0.0.1"
              .formatted(setting, host));
    }
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationException("host %s is not known".formatted(host), e);
    }
  }

  /* The framework would take unsigned tokens. */
  private void checkTokens() {
    if (guard.takesTokens()
        && !context.containsBean(SignatureConfiguration.class)
        && !context.containsBean(ReactiveSignatureConfiguration.class)) {
      throw new ConfigurationException(
          "%s: is true, and nothing says how tokens are signed; set micronaut.security.token.jwt.signatures.jwks.NAME.url"
              .formatted(Guard.TOKENS));
    }
    if (guard.takesTokens()
        && !context.containsBean(IssuerJwtClaimsValidator.class)
        && !context.containsBean(AudienceJwtClaimsValidator.class)) {
      log.warn(
          "{}: is true, and a token counts whatever it was issued for; set micronaut.security.token.jwt.claims-validators.issuer and .audience",
          Guard.TOKENS);
    }
  }

  /* The framework would take a mistyped word for false, and nobody would miss the log before it is needed. */
  private void checkAudit() {
    String enabled = environment.getProperty(AuditLog.ENABLED, String.class).orElse("false");
    if (!enabled.matches(AuditLog.TRUE) && !enabled.matches("(?i)false|no|n|off")) {
      throw new ConfigurationException(
          "%s: %s is not allowed; allowed: true, false".formatted(AuditLog.ENABLED, enabled));
    }
  }

  /* The connection would be closed before the client is told. */
  private void checkTimeout() {
    Duration idle = configuration.getIdleTimeout();
    if (idle != null && idle.isPositive() && serving.timeout().compareTo(idle) >= 0) {
      throw new ConfigurationException(
          "kith.serving.timeout: %s is not less than micronaut.server.idle-timeout, %s; no client would hear of it"
              .formatted(serving.timeout(), idle));
    }
  }

  /* The framework finds out when it listens, and says so amid pages of traces. */
  private void checkKeyStore() {
    ServerSslConfiguration ssl = context.getBean(ServerSslConfiguration.class);
    String path = ssl.getKeyStore().getPath().orElse(null);
    if (!ssl.isEnabled() || path == null) {
      return;
    }
    try (InputStream file =
        context
            .getBean(ResourceResolver.class)
            .getResourceAsStream(path)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "%s: %s is not there; a file is written file:/etc/kith/tls.p12"
                            .formatted(KEY_STORE + "path", path)))) {
      char[] password =
          ssl.getKeyStore()
              .getPassword()
              .orElseThrow(() -> new ConfigurationException(KEY_STORE + "password: is missing"))
              .toCharArray();
      KeyStore.getInstance(ssl.getKeyStore().getType().orElse("JKS")).load(file, password);
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigurationException(
          "%s: %s cannot be opened with %stype and %spassword as they are set: %s"
              .formatted(KEY_STORE + "path", path, KEY_STORE, KEY_STORE, e.getMessage()),
          e);
    }
  }
}
