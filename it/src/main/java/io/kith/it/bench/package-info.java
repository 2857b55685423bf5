/** {@code kith bench}: measurements on this machine, printed as tables or JSON. */
@NullMarked
package io.kith.it.bench;

import org.jspecify.annotations.NullMarked;
