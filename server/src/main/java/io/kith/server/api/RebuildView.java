package io.kith.server.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a rebuild or a rollback.
 *
 * @param gallery the gallery
 * @param switched whether searches see the generation {@code to} now; else they see {@code from} as
 *     before, and a gate that was not passed says why; none may be after a dry run
 * @param from generation that was live
 * @param to generation that was made, or gone back to
 * @param structure what that is built of: {@code auto}, {@code graph} or {@code scan}
 * @param threads threads that built it
 * @param templates templates in it when it was checked
 * @param replayed numbers of the change sequence caught up with before the switch
 * @param digest SHA-256 of what searches saw of it before changes were replayed; null after a
 *     rollback
 * @param gates what was checked, in order
 * @param seconds how long each step took
 * @param upgrade what was carried over to another model; null where the model stays
 */
@Serdeable
public record RebuildView(
    String gallery,
    boolean switched,
    long from,
    long to,
    String structure,
    int threads,
    long templates,
    long replayed,
    @Nullable String digest,
    List<GateView> gates,
    Map<String, Double> seconds,
    @Nullable UpgradeView upgrade) {

  /**
   * A condition that the generation had to meet.
   *
   * @param name what was looked at
   * @param passed whether it was met
   * @param found what was found
   */
  @Serdeable
  public record GateView(String name, boolean passed, String found) {}
}
