package io.cleansight.simulator;

import io.cleansight.event.Box;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * {@code draw SCENE EVERY DIRECTORY}: writes every nth picture of a scene with the boxes of its
 * heads, as training data. {@code labels.csv}: image, class (0 hairnet, 1 no_hairnet), centre and
 * size as fractions.
 */
public final class Drawing {
  private Drawing() {}

  /** Returns the exit status. */
  public static int run(String scene, int every, Path directory) {
    try {
      int pictures = write(Scene.parse(scene), every, directory);
      System.out.println(pictures + " pictures in " + directory);
      return 0;
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("draw: " + e.getMessage());
      return 2;
    }
  }

  private static int write(Scene scene, int every, Path directory) throws IOException {
    if (!scene.ends() || every < 1) {
      throw new IllegalArgumentException("needs a scene with minutes, and 1 or more, not " + every);
    }
    Files.createDirectories(directory);
    var reel = scene.reel();
    List<String> labels = new ArrayList<>(List.of("image,class,cx,cy,w,h"));
    int pictures = 0;
    for (long number = 0; reel.has(number); number += every) {
      String name = "scene%d-%06d.jpg".formatted(scene.seed(), number);
      write(reel.paint(number), directory.resolve(name));
      reel.heads(number).stream()
          .filter(Scene::isVisible)
          .map(head -> label(name, head))
          .forEach(labels::add);
      pictures++;
    }
    Files.write(
        directory.resolve("labels-" + scene.seed() + ".csv"), labels, StandardCharsets.UTF_8);
    return pictures;
  }

  private static void write(int[] pixels, Path file) throws IOException {
    var image = new BufferedImage(Scene.WIDTH, Scene.HEIGHT, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, Scene.WIDTH, Scene.HEIGHT, pixels, 0, Scene.WIDTH);
    if (!ImageIO.write(image, "jpeg", file.toFile())) {
      throw new IOException("this Java writes no JPEG");
    }
  }

  private static String label(String image, Scene.Head head) {
    Box box = head.box();
    return String.format(
        Locale.ROOT,
        "%s,%d,%.5f,%.5f,%.5f,%.5f",
        image,
        head.bare() ? 1 : 0,
        box.getX() + box.getWidth() / 2,
        box.getY() + box.getHeight() / 2,
        box.getWidth(),
        box.getHeight());
  }
}
