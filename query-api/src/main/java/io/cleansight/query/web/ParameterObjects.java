package io.cleansight.query.web;

import java.lang.reflect.Constructor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.beans.BeanUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.annotation.RequestParamMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Reads a record that is a {@link ParameterObject}: each component as a controller's parameter with
 * the same {@link RequestParam} would be. Spring's own binding of records takes what a request
 * lacks from its headers and its path, knows no defaults, and reports another exception.
 */
@Configuration(proxyBeanMethods = false)
class ParameterObjects implements WebMvcConfigurer {
  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new RecordResolver());
  }

  private static final class RecordResolver implements HandlerMethodArgumentResolver {
    private static final DefaultParameterNameDiscoverer NAMES =
        new DefaultParameterNameDiscoverer();

    private final HandlerMethodArgumentResolver components =
        new RequestParamMethodArgumentResolver(false);

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
      return parameter.getParameterType().isAnnotationPresent(ParameterObject.class);
    }

    @Override
    public Object resolveArgument(
        MethodParameter parameter,
        @Nullable ModelAndViewContainer container,
        NativeWebRequest request,
        @Nullable WebDataBinderFactory binders)
        throws Exception {
      Constructor<?> constructor = BeanUtils.getResolvableConstructor(parameter.getParameterType());
      var values = new @Nullable Object[constructor.getParameterCount()];
      for (int i = 0; i < values.length; i++) {
        var component = new MethodParameter(constructor, i);
        component.initParameterNameDiscovery(NAMES);
        values[i] = components.resolveArgument(component, container, request, binders);
      }
      return BeanUtils.instantiateClass(constructor, values);
    }
  }
}
