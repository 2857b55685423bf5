package io.kith.server.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A section as the page needs it.
 *
 * @param id of the section in the page
 * @param section title, setting, headline, titles of columns and notes
 * @param rows cells that name their column, for screens too narrow for a table
 * @param pictures plots with their pixels
 */
record DrawnSection(String id, Section section, List<Row> rows, List<DrawnPicture> pictures) {

  /** A row of the table. */
  record Row(List<Cell> cells) {}

  /**
   * A cell of the table.
   *
   * @param absent whether it says that there are too few trials
   */
  record Cell(String column, String text, boolean absent) {}

  /**
   * A plot, for light and dark screens, as base64 of PNG; width and height in pixels of the page.
   */
  record DrawnPicture(
      String title, String caption, String light, String dark, int width, int height) {

    static DrawnPicture of(Picture picture) {
      return new DrawnPicture(
          picture.title(),
          picture.caption(),
          base64(picture.png(Theme.LIGHT)),
          base64(picture.png(Theme.DARK)),
          Picture.WIDTH,
          Picture.HEIGHT);
    }

    private static String base64(byte[] png) {
      return Base64.getEncoder().encodeToString(png);
    }
  }

  static DrawnSection of(String id, Section section) {
    List<Row> rows = new ArrayList<>();
    for (List<String> row : section.rows()) {
      rows.add(
          new Row(
              IntStream.range(0, row.size())
                  .mapToObj(i -> cell(section.header().get(i), row.get(i)))
                  .toList()));
    }
    return new DrawnSection(
        id, section, rows, section.pictures().stream().map(DrawnPicture::of).toList());
  }

  private static Cell cell(String column, String text) {
    return new Cell(column, text, text.equals(Section.NEEDS_MORE));
  }
}
