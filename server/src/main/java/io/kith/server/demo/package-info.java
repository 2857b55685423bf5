/**
 * {@code kith demo}: enrols people from a few photographs, identifies changed copies of them and
 * people never enrolled, and shows what Kith says beside what is true.
 */
@NullMarked
package io.kith.server.demo;

import org.jspecify.annotations.NullMarked;
