package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @Test
  void readsWhatTheFirstSystemTook() throws Exception {
    assertThat(DatabaseUrl.parse("postgresql://pep:a%40b:c@db.example:5433/hygiene"))
        .isEqualTo(new DatabaseUrl("jdbc:postgresql://db.example:5433/hygiene", "pep", "a@b:c"));
    assertThat(DatabaseUrl.parse("postgres://db/hygiene"))
        .isEqualTo(new DatabaseUrl("jdbc:postgresql://db/hygiene", "postgres", ""));
  }

  @Test
  void neverShowsThePassword() throws Exception {
    assertThat(DatabaseUrl.parse("postgresql://pep:secret@db/hygiene").toString())
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://db/hygiene",
        "postgresql://",
        "postgresql://db",
        "postgresql://db/",
        "db",
        "a b",
        "jdbc:postgresql://db/x"
      })
  void refusesAnythingElseWithoutRepeatingIt(String url) {
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> DatabaseUrl.parse(url))
        .withMessage("DATABASE_URL must be postgresql://user:password@host:port/database");
  }
}
