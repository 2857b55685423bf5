package io.kith.server.service;

import io.kith.index.Gallery;
import io.kith.index.Inbox;
import io.kith.index.IndexException;
import io.kith.index.Threshold;
import io.kith.server.api.IdentityView;
import io.kith.server.api.InboxEnrolment;
import io.kith.server.api.InboxRequest;
import io.kith.server.api.InboxView;
import io.kith.server.api.ProblemException;
import io.kith.server.api.ProblemKind;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Inboxes: what is kept of unknown subjects where a gallery is set to. Thread-safe. */
@Singleton
public final class Inboxes {

  private static final Logger log = LoggerFactory.getLogger(Inboxes.class);
  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,3})([hd])");
  private static final Duration LONGEST = Duration.ofDays(90);

  private final Existing existing;
  private final Thresholds thresholds;
  private final LocalKith kith;

  Inboxes(Existing existing, Thresholds thresholds, LocalKith kith) {
    this.existing = existing;
    this.thresholds = thresholds;
    this.kith = kith;
  }

  /** The inbox with its groups. */
  public InboxView get(String name) {
    Gallery gallery = existing.gallery(name);
    Inbox inbox = gallery.inbox();
    if (inbox.keep().isEmpty()) {
      return new InboxView(null, List.of());
    }
    return new InboxView(
        inbox.keep().map(Inboxes::text).orElse(null),
        inbox.groups(threshold(gallery)).stream()
            .map(it -> new InboxView.Group(it.id(), it.probes().size(), it.first(), it.last()))
            .toList());
  }

  /** Turns it on, or changes how long it keeps. */
  public InboxView put(String name, InboxRequest request) {
    Gallery gallery = existing.gallery(name);
    var _ = threshold(gallery);
    gallery.inbox().turnOn(time(request.keep()));
    return get(name);
  }

  /** Turns it off and deletes what it holds. */
  public void delete(String name) {
    existing.gallery(name).inbox().turnOff();
  }

  /** Deletes what it holds. */
  public void clear(String name) {
    existing.gallery(name).inbox().clear();
  }

  /** Deletes a group. */
  public void drop(String name, String group) {
    Gallery gallery = existing.gallery(name);
    if (!gallery.inbox().drop(group, threshold(gallery))) {
      throw noGroup();
    }
  }

  /** Makes a group templates of an identity. */
  public IdentityView enrol(String name, String group, InboxEnrolment request) {
    Gallery gallery = existing.gallery(name);
    String identity = request.identity() == null ? gallery.newId() : request.identity();
    var _ =
        gallery
            .inbox()
            .enrol(group, threshold(gallery), identity, request.label())
            .orElseThrow(Inboxes::noGroup);
    return kith.identity(name, identity);
  }

  /* A search must not fail because what it found cannot be kept. */
  static void keep(Gallery gallery, Probes.Probe probe) {
    if (gallery.inbox().keep().isEmpty()) {
      return;
    }
    try {
      gallery.inbox().add(probe.template(gallery.model().fingerprint(), probe.contentHash()));
    } catch (IndexException e) {
      log.warn("gallery {}: an unknown probe was not kept: {}", gallery.name(), e.getMessage());
    }
  }

  private double threshold(Gallery gallery) {
    return thresholds
        .of(gallery)
        .map(Threshold::cosine)
        .orElseThrow(
            () ->
                ProblemKind.INVALID_REQUEST.with(
                    "gallery %s has no threshold, by which probes are grouped; set one or calibrate it"
                        .formatted(gallery.name())));
  }

  private static Duration time(@Nullable String text) {
    Matcher time = TIME.matcher(text == null ? "" : text);
    if (time.matches()) {
      long count = Long.parseLong(time.group(1));
      Duration keep = time.group(2).equals("h") ? Duration.ofHours(count) : Duration.ofDays(count);
      if (keep.compareTo(LONGEST) <= 0) {
        return keep;
      }
    }
    throw ProblemKind.INVALID_REQUEST.with(
        "keep: %s is not a time; use hours or days, such as 12h or 7d, at most %dd"
            .formatted(text == null ? "null" : '"' + text + '"', LONGEST.toDays()));
  }

  private static String text(Duration keep) {
    return keep.toHours() % 24 == 0 ? keep.toDays() + "d" : keep.toHours() + "h";
  }

  private static ProblemException noGroup() {
    return ProblemKind.GROUP_NOT_FOUND.with(
        "the inbox has no such group, since probes come and go; look at its groups again");
  }
}
