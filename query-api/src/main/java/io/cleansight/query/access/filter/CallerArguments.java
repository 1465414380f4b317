package io.cleansight.query.access.filter;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.CallerToken;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A controller's parameter of type {@link Caller} is who asks. */
@Configuration(proxyBeanMethods = false)
class CallerArguments implements WebMvcConfigurer {
  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new CallerResolver());
  }

  private static final class CallerResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType().equals(Caller.class);
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binder) {
      var who = SecurityContextHolder.getContext().getAuthentication();
      if (who instanceof CallerToken known) {
        return known.getPrincipal();
      }
      throw new IllegalStateException("nobody asks " + parameter.getExecutable());
    }
  }
}
