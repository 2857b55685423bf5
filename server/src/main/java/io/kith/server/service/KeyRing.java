package io.kith.server.service;

import io.kith.index.ContentHash;
import io.kith.index.Galleries;
import io.kith.index.StoredKey;
import io.kith.index.StoredKeys;
import io.kith.server.api.KeyList;
import io.kith.server.api.KeyRequest;
import io.kith.server.api.KeyView;
import io.kith.server.api.Keys;
import io.kith.server.api.NewKey;
import io.kith.server.api.ProblemKind;
import io.kith.server.api.Scope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the REST API: makes them, and recognises them. Thread-safe; recognising reads no
 * file.
 */
@Singleton
public final class KeyRing implements Keys {

  /*
   * A key is kith_ID_SECRET: a prefix that scanners for leaked secrets can look for, a public id of 48 bits, and 256 random bits. Only
   * SHA-256 of the secret is stored. A password needs a slow hash, since people choose guessable ones; 256 random bits cannot be
   * guessed however fast the hash is, and a slow one would be a way to keep the server busy. The id finds the one stored hash to
   * compare with, so that what is looked up is public, and what is secret is compared in constant time.
   */
  private static final Pattern FORM = Pattern.compile("kith_([0-9a-f]{12})_([0-9a-f]{64})");
  private static final int ID_BYTES = 6;
  private static final int SECRET_BYTES = 32;
  private static final int MAX_GALLERIES = 100;
  private static final Instant LAST_EXPIRY = Instant.parse("9999-12-31T23:59:59Z");

  private final StoredKeys stored;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private volatile Map<String, StoredKey> byId;

  @Inject
  KeyRing(Galleries galleries) {
    this(galleries.keys(), InstantSource.system());
  }

  KeyRing(StoredKeys stored, InstantSource clock) {
    this.stored = stored;
    this.clock = clock;
    this.byId = read();
  }

  private Map<String, StoredKey> read() {
    Map<String, StoredKey> keys = new LinkedHashMap<>();
    stored.list().forEach(key -> keys.put(key.id(), key));
    return keys;
  }

  /** Whether no key was ever made; then nobody needs one. */
  public boolean isEmpty() {
    return byId.isEmpty();
  }

  /** The key that a client presents, if it is one and still valid. */
  public Optional<StoredKey> recognise(String presented) {
    Matcher form = FORM.matcher(presented);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(byId.get(form.group(1)))
        .filter(key -> sameHash(key.hash(), hash(form.group(2))))
        .filter(this::isValid);
  }

  private static boolean sameHash(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
  }

  private boolean isValid(StoredKey key) {
    return state(key).equals("valid");
  }

  /** Whether there is a key of this id, neither expired nor revoked. */
  public boolean isValid(String id) {
    StoredKey key = byId.get(id);
    return key != null && isValid(key);
  }

  @Override
  public KeyList keys() {
    return new KeyList(byId.values().stream().map(this::view).toList());
  }

  @Override
  public synchronized NewKey createKey(KeyRequest request) {
    Set<Scope> scopes = set("scopes", request.scopes());
    Set<String> galleries = set("galleries", request.galleries());
    check(scopes, galleries, request);
    String secret = hex(SECRET_BYTES);
    StoredKey key =
        new StoredKey(
            unusedId(),
            hash(secret),
            request.label(),
            scopes.stream().map(Scope::word).collect(Collectors.toSet()),
            galleries,
            clock.instant(),
            request.expires(),
            null);
    stored.add(key);
    know(key);
    return new NewKey("kith_%s_%s".formatted(key.id(), secret), view(key));
  }

  private void check(Set<Scope> scopes, Set<String> galleries, KeyRequest request) {
    if (scopes.isEmpty()) {
      throw ProblemKind.INVALID_REQUEST.with("scopes: is missing; use identify, enrol or admin");
    }
    if (galleries.size() > MAX_GALLERIES) {
      throw ProblemKind.INVALID_REQUEST.with(
          "galleries: %d are too many; name at most %d, or none for all"
              .formatted(galleries.size(), MAX_GALLERIES));
    }
    if (request.expires() != null && !request.expires().isAfter(clock.instant())) {
      throw ProblemKind.INVALID_REQUEST.with(
          "expires: %s is past; use a time to come".formatted(request.expires()));
    }
    if (request.expires() != null && request.expires().isAfter(LAST_EXPIRY)) {
      throw ProblemKind.INVALID_REQUEST.with(
          "expires: %s is too late; use a time up to the year 9999, or none for never"
              .formatted(request.expires()));
    }
    if (isEmpty() && !(scopes.contains(Scope.ADMIN) && galleries.isEmpty())) {
      throw ProblemKind.INVALID_REQUEST.with(
          "scopes: the first key needs admin for all galleries; with it others can be made");
    }
  }

  private String unusedId() {
    String id = hex(ID_BYTES);
    return byId.containsKey(id) ? unusedId() : id;
  }

  private String hex(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  @Override
  public synchronized KeyView revokeKey(String id) {
    StoredKey key =
        stored
            .revoke(id, clock.instant())
            .orElseThrow(
                () ->
                    ProblemKind.KEY_NOT_FOUND.with(
                        "there is no key with id %s; list all with: kith keys list".formatted(id)));
    know(key);
    return view(key);
  }

  /* From what was written, and not read again, which could fail where the change did not. */
  private void know(StoredKey key) {
    Map<String, StoredKey> keys = new LinkedHashMap<>(byId);
    keys.put(key.id(), key);
    byId = keys;
  }

  private KeyView view(StoredKey key) {
    return new KeyView(
        key.id(),
        state(key),
        key.scopes().stream().flatMap(word -> Scope.of(word).stream()).sorted().toList(),
        key.galleries().stream().sorted().toList(),
        key.label(),
        key.created(),
        key.expires(),
        key.revoked());
  }

  private String state(StoredKey key) {
    if (key.revoked() != null) {
      return "revoked";
    }
    Instant expires = key.expires();
    return expires == null || clock.instant().isBefore(expires) ? "valid" : "expired";
  }

  private static <T> Set<T> set(String name, @Nullable List<T> list) {
    if (list == null) {
      return Set.of();
    }
    if (list.stream().anyMatch(Objects::isNull)) {
      throw ProblemKind.INVALID_REQUEST.with(name + ": holds null; leave it out");
    }
    return Set.copyOf(list);
  }

  private static String hash(String secret) {
    return ContentHash.sha256(secret.getBytes(StandardCharsets.US_ASCII));
  }
}
