package io.cleansight.video.ffmpeg;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Rules;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * A stream by HTTP, or a playlist of such. FFmpeg has no HTTP here: what it reads is fetched by
 * Apache's client, each address of a playlist and each target of a redirect as the first one.
 * Encrypted segments are not read.
 */
final class HttpInput implements Input {
  private final Deadline deadline;
  private final HttpFetcher fetcher;
  private final Map<Long, HttpBody> bodies = new ConcurrentHashMap<>();
  private final Opening opening = new Opening();
  private final Closing closing = new Closing();
  private volatile @Nullable Fault fault;
  private @Nullable HttpBody first;

  private HttpInput(Duration patience, Deadline deadline, Rules rules, AddressPolicy addresses) {
    this.deadline = deadline;
    this.fetcher = new HttpFetcher(patience, deadline, rules, addresses);
  }

  static HttpInput open(
      URI uri, Duration patience, Deadline deadline, Rules rules, AddressPolicy addresses)
      throws VideoException {
    var input = new HttpInput(patience, deadline, rules, addresses);
    try {
      input.fetcher.login(uri);
      input.first = input.get(uri);
      return input;
    } catch (VideoException e) {
      input.close();
      throw e;
    }
  }

  @Override
  public String address() {
    return first().uri().toString();
  }

  /** FFmpeg has no protocol: all it gets to read is what is opened here. */
  @Override
  public Map<String, String> options() {
    return Map.of("protocol_whitelist", "none", "format_whitelist", FORMATS + ",hls");
  }

  @Override
  public void prepare(AVFormatContext format) {
    format.pb(first().context());
    format.io_open(opening);
    format.io_close2(closing);
  }

  @Override
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void close() {
    bodies.values().forEach(HttpBody::close);
    bodies.clear();
    fetcher.close();
    opening.close();
    closing.close();
  }

  private HttpBody first() {
    if (first == null) {
      throw new IllegalStateException("not opened");
    }
    return first;
  }

  private HttpBody get(URI uri) throws VideoException {
    var body = new HttpBody(fetcher.get(uri), deadline);
    bodies.put(body.context().address(), body);
    return body;
  }

  /** Of what a playlist names. Must not throw: who calls is no Java. */
  @SuppressWarnings("rawtypes") // as it is declared
  private final class Opening
      extends AVFormatContext
          .Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer {
    @Override
    public int call(
        AVFormatContext format,
        PointerPointer to,
        BytePointer address,
        int flags,
        PointerPointer options) {
      try {
        to.put(0, get(new URI(address.getString())).context());
        return 0;
      } catch (VideoException e) {
        fault = e.fault();
      } catch (URISyntaxException noAddress) {
        fault = Fault.NOT_ALLOWED;
      }
      return HttpBody.EIO;
    }
  }

  private final class Closing extends AVFormatContext.Io_close2_AVFormatContext_AVIOContext {
    @Override
    public int call(AVFormatContext format, AVIOContext context) {
      HttpBody body = bodies.remove(context.address());
      if (body != null) {
        body.close();
      }
      return 0;
    }
  }
}
