package io.cleansight.video.fragment;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.FrameRecorder;

/**
 * Makes H.264 of gray noise.
 *
 * @param wild whether all of it is new in each picture, instead of a line
 * @param gop pictures from one key frame to the next
 * @param bitsPerSecond at 25 pictures per second
 */
public record Film(int width, int height, int pictures, int gop, int bitsPerSecond, boolean wild) {

  /** As a file of that format of FFmpeg's. */
  public byte[] as(String format) throws FrameRecorder.Exception {
    var out = new ByteArrayOutputStream();
    var random = new Random(7);
    var pixels = new byte[width * height];
    random.nextBytes(pixels);
    try (var recorder = new FFmpegFrameRecorder(out, width, height)) {
      recorder.setFormat(format);
      recorder.setVideoCodec(AV_CODEC_ID_H264);
      recorder.setVideoCodecName("libopenh264");
      recorder.setFrameRate(25);
      recorder.setGopSize(gop);
      recorder.setVideoBitrate(bitsPerSecond);
      recorder.start();
      for (int i = 0; i < pictures; i++) {
        if (wild) {
          random.nextBytes(pixels);
        }
        Arrays.fill(pixels, i % height * width, (i % height + 1) * width, (byte) 0);
        recorder.recordImage(
            width,
            height,
            Frame.DEPTH_UBYTE,
            1,
            width,
            AV_PIX_FMT_GRAY8,
            ByteBuffer.allocateDirect(pixels.length).put(pixels).flip());
      }
    }
    return out.toByteArray();
  }
}
