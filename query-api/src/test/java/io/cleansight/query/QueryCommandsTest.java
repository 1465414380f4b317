package io.cleansight.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.access.Secrets;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import picocli.CommandLine;

/** What an operator runs to make keys and passwords, in a pipe as scripts do. */
class QueryCommandsTest {
  private final InputStream terminal = System.in;
  private final StringWriter printed = new StringWriter();

  @AfterEach
  void giveBack() {
    System.setIn(terminal);
  }

  private int run(String input, String command) {
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    var writer = new PrintWriter(printed);
    return new CommandLine(new QueryCommands()).setOut(writer).setErr(writer).execute(command);
  }

  @Test
  void aPasswordFromAPipeIsHashed() {
    assertThat(run("correct horse battery\n", "hash-password")).isZero();
    String hashed = printed.toString().strip();
    assertThat(hashed).startsWith("{bcrypt}");
    assertThat(
            new BCryptPasswordEncoder()
                .matches("correct horse battery", hashed.substring("{bcrypt}".length())))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "short",
        "seventy-three bytes are more than bcrypt reads, so the end would not count."
      })
  void aPasswordThatIsNoneIsRefused(String password) {
    assertThat(run(password, "hash-password")).isEqualTo(2);
    assertThat(printed.toString()).contains("12 characters at least, and 72 bytes at most");
  }

  @Test
  void aKeyComesWithItsHash() {
    assertThat(run("", "new-api-key")).isZero();
    var match =
        Pattern.compile("key {4}(\\S{43})\\Rsha256 (\\p{XDigit}{64})\\R")
            .matcher(printed.toString());
    assertThat(match.matches()).as(printed.toString()).isTrue();
    assertThat(Secrets.sha256(match.group(1))).isEqualTo(match.group(2));
  }
}
