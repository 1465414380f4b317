# Sourced by mvnw and run: leaves JAVA_HOME at a JDK 25 or newer, wherever this machine keeps one.
jdk_major() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_jdk() {
  for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$jdk" ] && [ -x "$jdk/bin/javac" ] || continue
    major=$(jdk_major "$jdk")
    if [ -n "$major" ] && [ "$major" -ge 25 ]; then
      printf '%s\n' "$jdk"
      return 0
    fi
  done
  return 1
}

if ! JAVA_HOME=$(find_jdk); then
  echo "cleansight: no JDK 25 or newer found; install one (for instance Temurin 25) or set JAVA_HOME to it" >&2
  exit 2
fi
export JAVA_HOME
