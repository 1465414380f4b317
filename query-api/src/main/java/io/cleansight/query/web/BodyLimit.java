package io.cleansight.query.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * No body is read further than {@link #MOST} bytes, whatever length it claims; none that is
 * compressed is read at all.
 */
@Component
class BodyLimit extends OncePerRequestFilter {
  /** A hundred ids with a decision are 4 kB, the largest camera with its zones some 30. */
  static final int MOST = 256 * 1024;

  /** A body went on for too long. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException() {
      super("the body has more than " + MOST + " bytes");
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    chain.doFilter(new Limited(request), response);
  }

  private static final class Limited extends HttpServletRequestWrapper {
    Limited(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (getContentLengthLong() > MOST) {
        throw new TooLongException();
      }
      if (getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
        throw new IOException("Content-Encoding is not taken");
      }
      return new Counted(super.getInputStream());
    }
  }

  /** Counts what is read. */
  private static final class Counted extends ServletInputStream {
    private final ServletInputStream in;
    private int read;

    Counted(ServletInputStream in) {
      this.in = in;
    }

    private int counted(int bytes) throws TooLongException {
      read += Math.max(0, bytes);
      if (read > MOST) {
        throw new TooLongException();
      }
      return bytes;
    }

    @Override
    public int read() throws IOException {
      int one = in.read();
      counted(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      return counted(in.read(into, from, length));
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
