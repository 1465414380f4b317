package io.cleansight.query.export;

import io.cleansight.query.web.Parameters;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;

/** What a sheet is written as. */
enum SheetFormat {
  CSV("text/csv;charset=UTF-8") {
    @Override
    Sheet begin(OutputStream out, Table table, List<String> columns) throws IOException {
      return new Sheet.Csv(out, columns);
    }
  },
  XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") {
    @Override
    Sheet begin(OutputStream out, Table table, List<String> columns) throws IOException {
      return new Sheet.Xlsx(out, table.name(), columns);
    }
  };

  private final String mediaType;

  SheetFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** By the end of a file's name. */
  static SheetFormat of(String ending) {
    var endings =
        Arrays.stream(values()).collect(Collectors.toMap(SheetFormat::ending, format -> format));
    Parameters.oneOf("format", ending, endings.keySet());
    return Objects.requireNonNull(endings.get(ending));
  }

  String ending() {
    return name().toLowerCase(Locale.ROOT);
  }

  MediaType mediaType() {
    return MediaType.parseMediaType(mediaType);
  }

  /** Begins a sheet of those columns. */
  abstract Sheet begin(OutputStream out, Table table, List<String> columns) throws IOException;
}
