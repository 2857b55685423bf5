/**
 * What an operator may set: typed, validated settings and the model cards.
 *
 * <p>Every setting is a record with its default, unit and range; {@code application.yml} in this
 * module's resources shows them all with comments. A {@link io.kith.config.ModelCard} describes a
 * model as data: its files and hashes, what its networks expect, and what is known of its licence.
 * This package knows no other part of Kith.
 */
@NullMarked
package io.kith.config;

import org.jspecify.annotations.NullMarked;
