package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/**
 * How the Lucene index of a gallery is built and searched.
 *
 * @param maxConn neighbours kept per node of the HNSW graph (the papers' M)
 * @param beamWidth candidates looked at while a node is inserted (the papers' efConstruction)
 * @param effort templates that a search collects from the graph before they are reduced to identities; higher finds more
 *     and takes longer
 * @param commitInterval time between two commits of the index to disk; enrolments are durable in the store at once and
 *     a restart replays what the last commit lacks
 */
@ConfigurationProperties("kith.index")
public record IndexSettings(
    @Min(2) @Max(512) @Bindable(defaultValue = "32") int maxConn,
    @Min(8) @Max(3_200) @Bindable(defaultValue = "200") int beamWidth,
    @Min(10) @Max(10_000) @Bindable(defaultValue = "400") int effort,
    @NotNull @Bindable(defaultValue = "30s") Duration commitInterval) {}
