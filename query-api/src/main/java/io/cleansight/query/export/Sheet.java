package io.cleansight.query.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Rows into a file, as they come. Text that a spreadsheet would take for a formula is marked as
 * text.
 */
sealed interface Sheet extends AutoCloseable {
  /**
   * @param cells texts, numbers, truths or null
   */
  void row(List<@Nullable Object> cells) throws IOException;

  @Override
  void close() throws IOException;

  /** A text as a cell of a CSV file. */
  static String harmless(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /** Comma separated, UTF-8 with its mark, by which spreadsheets know it. */
  final class Csv implements Sheet {
    private final CSVPrinter printer;

    Csv(OutputStream out, List<String> header) throws IOException {
      Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
      writer.write('\uFEFF');
      printer = new CSVPrinter(writer, CSVFormat.RFC4180);
      printer.printRecord(header);
    }

    @Override
    public void row(List<@Nullable Object> cells) throws IOException {
      printer.printRecord(
          cells.stream().map(cell -> cell instanceof String text ? harmless(text) : cell).toList());
    }

    @Override
    public void close() throws IOException {
      printer.close(true);
    }
  }

  /** A workbook; a new sheet each time that one is as long as Excel allows. */
  final class Xlsx implements Sheet {
    private static final int LONGEST_SHEET = 1_000_000;
    private static final int FLUSH = 1000;

    private final Workbook workbook;
    private final List<String> header;
    private final String name;
    private Worksheet sheet;
    private int sheets;
    private int row;

    Xlsx(OutputStream out, String name, List<String> header) {
      this.workbook = new Workbook(out, "Cleansight", null);
      this.header = header;
      this.name = name;
      this.sheet = next();
    }

    @Override
    public void row(List<@Nullable Object> cells) throws IOException {
      if (row >= LONGEST_SHEET) {
        sheet.finish();
        sheet = next();
      }
      for (int column = 0; column < cells.size(); column++) {
        switch (cells.get(column)) {
          case null -> {}
          case Number number -> sheet.value(row, column, number);
          case Boolean truth -> sheet.value(row, column, truth);
          case Object other -> sheet.value(row, column, other.toString());
        }
      }
      row++;
      if (row % FLUSH == 0) {
        sheet.flush();
      }
    }

    private Worksheet next() {
      sheets++;
      Worksheet made = workbook.newWorksheet(name + (sheets == 1 ? "" : " " + sheets));
      for (int column = 0; column < header.size(); column++) {
        made.value(0, column, header.get(column));
      }
      row = 1;
      return made;
    }

    @Override
    public void close() throws IOException {
      sheet.finish();
      workbook.finish();
    }
  }
}
