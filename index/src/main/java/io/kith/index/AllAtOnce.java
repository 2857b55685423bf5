package io.kith.index;

import java.util.Map;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/**
 * Merges nothing by itself; asked to, merges all segments at once, in the order in which they were
 * written, be it a single one: for a graph is built when segments merge. Stateless.
 */
final class AllAtOnce extends MergePolicy {

  AllAtOnce() {
    setNoCFSRatio(0);
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      @Nullable MergeTrigger trigger, SegmentInfos infos, MergeContext context) {
    return null;
  }

  /* What a merge has made is not merged again. */
  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> original,
      MergeContext context) {
    var written = infos.asList().stream().filter(it -> original.getOrDefault(it, false)).toList();
    if (written.isEmpty()) {
      return null;
    }
    MergeSpecification merges = new MergeSpecification();
    merges.add(new OneMerge(written));
    return merges;
  }

  @Override
  public @Nullable MergeSpecification findForcedDeletesMerges(
      SegmentInfos infos, MergeContext context) {
    return null;
  }
}
