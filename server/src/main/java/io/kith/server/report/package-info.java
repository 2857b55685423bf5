/**
 * What an evaluation found, as it is told: a JSON document, tables, pictures and one HTML page.
 * Start at {@link io.kith.server.report.Evaluation}.
 *
 * <pre>
 *   {@link io.kith.server.report.Evaluation}  figures and what they were measured on; the JSON document
 *     -> {@link io.kith.server.report.Section}     a protocol in words, a table and pictures
 *     -> {@link io.kith.server.report.ReportFolder}  HTML, PNG, CSV and JSON files
 * </pre>
 *
 * <p>It neither embeds nor measures, and knows no model.
 */
@NullMarked
package io.kith.server.report;

import org.jspecify.annotations.NullMarked;
