package io.kith.server.service;

import io.kith.index.ContentHash;
import io.kith.index.Galleries;
import io.kith.index.Gallery;
import io.kith.index.IndexException;
import io.kith.index.KeptAnswer;
import io.kith.index.KeptAnswers;
import io.kith.server.api.EnrolAnswer;
import io.kith.server.api.EnrolRequest;
import io.kith.server.api.IdentityRequest;
import io.kith.server.api.IdentityView;
import io.kith.server.api.ProblemKind;
import io.micronaut.serde.ObjectMapper;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Enrolments that a client may send again, under a key of its own choice, when it did not hear the
 * answer: they are done once, and answered alike, also after a restart. Thread-safe.
 *
 * <p>Only an answer that is a success is kept; what was refused may be sent again mended. Where the
 * store or the index failed, the change may have been made all the same: the same is sent again.
 */
@Singleton
public final class Repeats {

  /*
   * The id of a new identity is chosen before it is made, and noted with the request. So a request whose work was cut short by
   * the end of the process is done again on the same identity, and what was enrolled already is recognised by its content.
   */

  private final KeptAnswers kept;
  private final Existing existing;
  private final LocalKith kith;
  private final ObjectMapper json;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();

  Repeats(Galleries galleries, Existing existing, LocalKith kith, ObjectMapper json) {
    this.kept = galleries.keptAnswers();
    this.existing = existing;
    this.kith = kith;
    this.json = json;
  }

  /**
   * Enrols, or gives the answer of before.
   *
   * @param sender who chose the key
   * @param key chosen by the client
   */
  public EnrolAnswer enrol(
      String sender, String key, String gallery, String identity, EnrolRequest request) {
    return once(
        "templates of " + identity + " " + sender + " " + key,
        request,
        gallery,
        identity,
        EnrolAnswer.class,
        _ -> kith.enrol(gallery, identity, request));
  }

  /** Creates an identity under a generated id, or gives the one of before. */
  public IdentityView addIdentity(
      String sender, String key, String gallery, IdentityRequest request) {
    String id = existing.gallery(gallery).newId();
    Created created =
        once(
            "identities " + sender + " " + key,
            request,
            gallery,
            id,
            Created.class,
            noted -> new Created(kith.putIdentity(gallery, noted, request).value().id()));
    return kith.identity(gallery, created.identity());
  }

  /* Neither label nor metadata is kept twice: the identity itself is shown. */
  @Serdeable
  record Created(String identity) {}

  private <T> T once(
      String what,
      Object request,
      String gallery,
      String identity,
      Class<T> type,
      Function<String, T> work) {
    Gallery in = existing.gallery(gallery);
    String key = hash(what + " " + gallery);
    if (!inFlight.add(key)) {
      throw ProblemKind.REQUEST_IN_FLIGHT.with(
          "a request with this Idempotency-Key is being worked on; ask again in a moment");
    }
    try {
      KeptAnswer made = new KeptAnswer(hash(write(request)), identity, null);
      KeptAnswer now = kept.begin(key, in, made, Instant.now());
      if (!now.body().equals(made.body())) {
        throw ProblemKind.OTHER_REQUEST.with(
            "this Idempotency-Key came with another body before; use a new key for a new request");
      }
      return now.answer() == null
          ? first(key, () -> work.apply(now.identity()))
          : read(now.answer(), type);
    } finally {
      inFlight.remove(key);
    }
  }

  private <T> T first(String key, Supplier<T> work) {
    T answer;
    try {
      answer = work.get();
    } catch (IndexException e) {
      throw e;
    } catch (RuntimeException e) {
      kept.forget(key);
      throw e;
    }
    kept.finish(key, write(answer));
    return answer;
  }

  private static String hash(String text) {
    return ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T read(String answer, Class<T> type) {
    try {
      return Objects.requireNonNull(json.readValue(answer, type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
