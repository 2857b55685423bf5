package io.kith.server.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Black ink on a square of white paper.
 *
 * @param image the paper, {@value #SIDE} x {@value #SIDE} pixels, grey
 */
record Drawing(BufferedImage image) {

  /** Side of the paper, pixels. */
  static final int SIDE = 105;

  /** Paper that stays white on each side, pixels. */
  static final int MARGIN = 4;

  /** A dot's width in widths of the pen: people press it. */
  private static final double DOT = 1.9;

  /**
   * Draws strokes; what would leave the paper is moved onto it, and made smaller when it must be.
   *
   * @param place from the strokes' square to the paper
   * @param pen width of the line, pixels
   */
  static Drawing on(List<Stroke> strokes, AffineTransform place, double pen) {
    AffineTransform onPaper = new AffineTransform(place);
    onPaper.preConcatenate(inward(bounds(strokes, place), MARGIN + pen));
    BufferedImage paper = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = paper.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, SIDE, SIDE);
    graphics.setColor(Color.BLACK);
    graphics.setStroke(new BasicStroke((float) pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    for (Stroke stroke : strokes) {
      Path2D path = stroke.path();
      path.transform(onPaper);
      if (stroke.dot()) {
        Rectangle2D at = path.getBounds2D();
        double width = DOT * pen;
        graphics.fill(
            new Ellipse2D.Double(at.getX() - width / 2, at.getY() - width / 2, width, width));
      } else {
        graphics.draw(path);
      }
    }
    graphics.dispose();
    return new Drawing(paper);
  }

  /** The drawing as a PNG file. */
  byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Rectangle2D bounds(List<Stroke> strokes, AffineTransform place) {
    Path2D all = new Path2D.Double();
    strokes.forEach(stroke -> all.append(stroke.path(), false));
    all.transform(place);
    return all.getBounds2D();
  }

  /* The least change that brings the bounds into the paper less a border. */
  private static AffineTransform inward(Rectangle2D bounds, double border) {
    double room = SIDE - 2 * border;
    double scale = Math.min(1, room / Math.max(bounds.getWidth(), bounds.getHeight()));
    double x = bounds.getCenterX();
    double y = bounds.getCenterY();
    AffineTransform inward =
        AffineTransform.getTranslateInstance(
            nearest(x, border + scale * bounds.getWidth() / 2),
            nearest(y, border + scale * bounds.getHeight() / 2));
    inward.scale(scale, scale);
    inward.translate(-x, -y);
    return inward;
  }

  private static double nearest(double middle, double distance) {
    return Math.clamp(
        middle, Math.min(distance, SIDE / 2.0), Math.max(SIDE - distance, SIDE / 2.0));
  }
}
