package io.kith.index;

import io.kith.index.calibration.Suspects;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Finds the ids that the keys of suspects stand for, over one connection. */
final class SuspectNames {

  private final Handle handle;

  SuspectNames(Handle handle) {
    this.handle = handle;
  }

  SuspectReport of(Suspects suspects) {
    List<SuspectReport.Misplaced> misplaced = new ArrayList<>();
    for (Suspects.Misplaced it : suspects.misplaced()) {
      Optional<String> template = template(it.template(), it.identity());
      Optional<String> identity = identity(it.identity());
      Optional<String> resembles = identity(it.resembles());
      if (template.isPresent() && identity.isPresent() && resembles.isPresent()) {
        misplaced.add(
            new SuspectReport.Misplaced(
                template.get(), identity.get(), resembles.get(), it.cosine()));
      }
    }
    List<SuspectReport.LookAlikes> lookAlikes = new ArrayList<>();
    for (Suspects.LookAlikes it : suspects.lookAlikes()) {
      Optional<String> first = identity(it.first());
      Optional<String> second = identity(it.second());
      if (first.isPresent() && second.isPresent()) {
        lookAlikes.add(new SuspectReport.LookAlikes(first.get(), second.get(), it.cosine()));
      }
    }
    List<SuspectReport.Odd> odd = new ArrayList<>();
    for (Suspects.Odd it : suspects.odd()) {
      Optional<String> template = template(it.template(), it.identity());
      Optional<String> identity = identity(it.identity());
      if (template.isPresent() && identity.isPresent()) {
        odd.add(new SuspectReport.Odd(template.get(), identity.get(), it.cosine()));
      }
    }
    return new SuspectReport(misplaced, lookAlikes, odd);
  }

  private Optional<String> identity(long key) {
    return handle
        .select("SELECT id FROM identity WHERE key = ?", key)
        .mapTo(String.class)
        .findOne();
  }

  private Optional<String> template(long key, long identity) {
    return handle
        .select(
            "SELECT id FROM live_template WHERE sequence = ? AND identity_key = ?", key, identity)
        .mapTo(String.class)
        .findOne();
  }
}
