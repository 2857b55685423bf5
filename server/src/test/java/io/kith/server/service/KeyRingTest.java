package io.kith.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.config.CalibrationSettings;
import io.kith.config.IndexSettings;
import io.kith.index.Galleries;
import io.kith.server.api.KeyRequest;
import io.kith.server.api.KeyView;
import io.kith.server.api.NewKey;
import io.kith.server.api.ProblemException;
import io.kith.server.api.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRingTest {

  private static final KeyRequest ADMIN = new KeyRequest(List.of(Scope.ADMIN), null, "first", null);

  @TempDir Path folder;
  private Galleries galleries;
  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private KeyRing ring;

  @BeforeEach
  void open() {
    galleries = Galleries.open(folder, IndexSettings.DEFAULT, CalibrationSettings.DEFAULT);
    ring = new KeyRing(galleries.keys(), () -> now);
  }

  @AfterEach
  void close() {
    galleries.close();
  }

  @Test
  void aKeyIsRecognisedAfterARestart() {
    NewKey made = ring.createKey(ADMIN);
    galleries.close();
    open();

    assertThat(ring.isEmpty()).isFalse();
    assertThat(ring.recognise(made.secret())).get().extracting(it -> it.id()).isEqualTo(id(made));
  }

  @Test
  void theFirstKeyMustBeAbleToMakeOthers() {
    for (KeyRequest request :
        List.of(
            new KeyRequest(List.of(Scope.IDENTIFY, Scope.ENROL), null, null, null),
            new KeyRequest(List.of(Scope.ADMIN), List.of("g"), null, null))) {
      assertThatThrownBy(() -> ring.createKey(request))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("the first key needs admin for all galleries");
    }
    assertThat(ring.isEmpty()).isTrue();
  }

  @Test
  void keysStartAlikeAndEndDifferently() {
    Set<String> secrets = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      secrets.add(ring.createKey(ADMIN).secret());
    }

    assertThat(secrets).hasSize(50).allMatch(it -> it.matches("kith_[0-9a-f]{12}_[0-9a-f]{64}"));
  }

  @Test
  void aKeyIsValidUntilItExpires() {
    ring.createKey(ADMIN);
    NewKey made =
        ring.createKey(
            new KeyRequest(List.of(Scope.IDENTIFY), null, null, now.plus(Duration.ofDays(1))));

    assertThat(ring.recognise(made.secret())).isPresent();
    now = now.plus(Duration.ofDays(1));
    assertThat(ring.recognise(made.secret())).isEmpty();
    assertThat(ring.keys().keys())
        .extracting(KeyView::state)
        .containsExactlyInAnyOrder("valid", "expired");
  }

  @Test
  void aRevokedKeyStaysRevokedAndKeepsTheDoorShut() {
    NewKey made = ring.createKey(ADMIN);
    ring.revokeKey(id(made));
    Instant revoked = now;
    now = now.plus(Duration.ofDays(1));

    assertThat(ring.revokeKey(id(made)).revoked()).isEqualTo(revoked);
    assertThat(ring.recognise(made.secret())).isEmpty();
    galleries.close();
    open();
    assertThat(ring.recognise(made.secret())).isEmpty();
    assertThat(ring.isEmpty()).isFalse();
  }

  @Test
  void noFileHoldsTheSecret() throws IOException {
    String secret = ring.createKey(ADMIN).secret();
    galleries.close();

    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(content).doesNotContain(secret.substring(18));
      }
    }
  }

  private static String id(NewKey key) {
    return key.key().id();
  }
}
