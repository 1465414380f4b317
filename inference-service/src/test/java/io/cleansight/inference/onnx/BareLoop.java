package io.cleansight.inference.onnx;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCachedContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * The yardstick: nothing but JPEG decoding, letterbox, ONNX Runtime and suppression, each thread on
 * its own, without Kafka, events, checks or another model than YOLOX's. It frees nothing: a round's
 * process is short.
 */
public final class BareLoop {
  private static final int[] STRIDES = {8, 16, 32};

  private BareLoop() {}

  /** Pictures per second of so many threads over one session. */
  public static double framesPerSecond(
      Path model, List<byte[]> pictures, int threads, Duration round) throws Exception {
    var options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (var session = environment.createSession(model.resolve("model.onnx").toString(), options);
        var workers = Executors.newFixedThreadPool(threads)) {
      var tasks = new ArrayList<Callable<Long>>();
      for (int i = 0; i < threads; i++) {
        tasks.add(() -> loop(environment, session, pictures, round));
      }
      long frames = 0;
      long began = System.nanoTime();
      for (var done : workers.invokeAll(tasks)) {
        frames += done.get();
      }
      return frames * 1e9 / (System.nanoTime() - began);
    }
  }

  /** Of a baseline JPEG, in pixels. */
  public static int width(byte[] jpeg) {
    int at = frame(jpeg);
    return (jpeg[at + 7] & 0xFF) << 8 | (jpeg[at + 8] & 0xFF);
  }

  /** Of a baseline JPEG, in pixels. */
  public static int height(byte[] jpeg) {
    int at = frame(jpeg);
    return (jpeg[at + 5] & 0xFF) << 8 | (jpeg[at + 6] & 0xFF);
  }

  /** Of an input or output that is a tensor. */
  public static long[] shape(@Nullable NodeInfo node) {
    return ((TensorInfo) java.util.Objects.requireNonNull(node).getInfo()).getShape();
  }

  private static int frame(byte[] jpeg) {
    int at = 2;
    while ((jpeg[at + 1] & 0xFF) != 0xC0) {
      at += 2 + ((jpeg[at + 2] & 0xFF) << 8 | (jpeg[at + 3] & 0xFF));
    }
    return at;
  }

  private static long loop(
      OrtEnvironment environment, OrtSession session, List<byte[]> pictures, Duration round)
      throws Exception {
    String input = session.getInputNames().iterator().next();
    String output = session.getOutputNames().iterator().next();
    long[] in = shape(session.getInputInfo().get(input));
    long[] out = shape(session.getOutputInfo().get(output));
    int height = (int) in[2];
    int width = (int) in[3];
    FloatBuffer values = floats(3 * width * height);
    FloatBuffer rows = floats((int) (out[1] * out[2]));
    var codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
    var decoder = avcodec_alloc_context3(codec);
    decoder.thread_count(1);
    avcodec_open2(decoder, codec, (AVDictionary) null);
    var packet = av_packet_alloc();
    var frame = av_frame_alloc();
    var pixels = new BytePointer(3L * width * height + 64);
    var bgr = new byte[width * height * 3];
    var plane = new float[width * height];
    SwsContext scaler = null;
    long frames = 0;
    try (var given = OnnxTensor.createTensor(environment, values, in);
        var taken = OnnxTensor.createTensor(environment, rows, out);
        var planes = new PointerPointer<BytePointer>(1);
        var strides = new IntPointer(1)) {
      long began = System.nanoTime();
      while (System.nanoTime() - began < round.toNanos()) {
        byte[] jpeg = pictures.get((int) (frames++ % pictures.size()));
        try (var bytes = new BytePointer(jpeg.length + AV_INPUT_BUFFER_PADDING_SIZE)) {
          bytes.put(jpeg, 0, jpeg.length);
          packet.data(bytes);
          packet.size(jpeg.length);
          avcodec_send_packet(decoder, packet);
          avcodec_receive_frame(decoder, frame);
        }
        double scale = Math.min((double) width / frame.width(), (double) height / frame.height());
        int w = (int) (frame.width() * scale);
        int h = (int) (frame.height() * scale);
        scaler =
            sws_getCachedContext(
                scaler,
                frame.width(),
                frame.height(),
                frame.format(),
                w,
                h,
                AV_PIX_FMT_BGR24,
                SWS_BILINEAR,
                null,
                null,
                (DoublePointer) null);
        planes.put(0, pixels);
        strides.put(0, w * 3);
        sws_scale(scaler, frame.data(), frame.linesize(), 0, frame.height(), planes, strides);
        pixels.position(0).get(bgr, 0, w * h * 3);
        for (int channel = 0; channel < 3; channel++) {
          java.util.Arrays.fill(plane, 114);
          for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
              plane[y * width + x] = bgr[(y * w + x) * 3 + channel] & 0xFF;
            }
          }
          values.put(channel * width * height, plane);
        }
        session.run(Map.of(input, given), java.util.Set.of(), Map.of(output, taken)).close();
        suppress(rows, width, height, (int) out[2]);
      }
    }
    return frames;
  }

  private static List<float[]> suppress(FloatBuffer rows, int width, int height, int values) {
    var found = new ArrayList<float[]>();
    int row = 0;
    for (int stride : STRIDES) {
      for (int cell = 0; cell < width / stride * (height / stride); cell++) {
        int at = row++ * values;
        float best = 0;
        for (int i = 5; i < values && rows.get(at + 4) > 0.2f; i++) {
          best = Math.max(best, rows.get(at + 4) * rows.get(at + i));
        }
        if (best > 0.2f) {
          int column = cell % (width / stride);
          int line = cell / (width / stride);
          float x = (rows.get(at) + column) * stride;
          float y = (rows.get(at + 1) + line) * stride;
          float w = (float) Math.exp(rows.get(at + 2)) * stride;
          float h = (float) Math.exp(rows.get(at + 3)) * stride;
          found.add(new float[] {best, x - w / 2, y - h / 2, x + w / 2, y + h / 2});
        }
      }
    }
    found.sort((a, b) -> Float.compare(b[0], a[0]));
    var kept = new ArrayList<float[]>();
    for (float[] box : found) {
      if (kept.stream().noneMatch(better -> overlap(better, box) > 0.45)) {
        kept.add(box);
      }
    }
    return kept;
  }

  private static double overlap(float[] a, float[] b) {
    double width = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    double height = Math.min(a[4], b[4]) - Math.max(a[2], b[2]);
    double common = Math.max(0, width) * Math.max(0, height);
    return common / ((a[3] - a[1]) * (a[4] - a[2]) + (b[3] - b[1]) * (b[4] - b[2]) - common);
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
