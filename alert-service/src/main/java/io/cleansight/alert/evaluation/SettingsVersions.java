package io.cleansight.alert.evaluation;

import java.util.concurrent.atomic.AtomicLong;

/** How often each topic of settings has said something; only what did is read anew. */
record SettingsVersions(AtomicLong rules, AtomicLong cameras, AtomicLong silences) {
  static SettingsVersions start() {
    return new SettingsVersions(new AtomicLong(), new AtomicLong(), new AtomicLong());
  }

  /** Another number whenever any of them has. */
  long sum() {
    return rules.get() + cameras.get() + silences.get();
  }
}
