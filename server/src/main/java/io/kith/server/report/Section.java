package io.kith.server.report;

import java.util.List;

/**
 * One protocol as it is told.
 *
 * @param title its name
 * @param setting what was done, with the numbers of trials
 * @param headline its one figure to remember
 * @param meaning what the headline says
 * @param header titles of the table's columns
 * @param rows cells of the table
 * @param notes what the table leaves out, and why
 * @param pictures plots
 */
public record Section(
    String title,
    String setting,
    String headline,
    String meaning,
    List<String> header,
    List<List<String>> rows,
    List<String> notes,
    List<Picture> pictures) {

  /** Stands in a table for a rate that the trials do not support. */
  public static final String NEEDS_MORE = "needs more trials";

  /** Copies the lists. */
  public Section {
    header = List.copyOf(header);
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
    pictures = List.copyOf(pictures);
  }

  /** The same without plots. */
  Section plain() {
    return new Section(title, setting, headline, meaning, header, rows, notes, List.of());
  }
}
