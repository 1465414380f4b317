package io.cleansight.example.rest;

import io.cleansight.client.ApiClient;
import io.cleansight.client.ApiException;
import io.cleansight.client.api.ViolationApi;

/**
 * Prints all violations of the record, newest first, page by page. Takes the address, for instance
 * http://127.0.0.1:8080; the key is in CLEANSIGHT_API_KEY.
 */
public final class ListViolations {
  private static final int PAGE_SIZE = 100;

  private ListViolations() {}

  public static void main(String[] args) throws ApiException {
    String key = System.getenv("CLEANSIGHT_API_KEY");
    var client = new ApiClient();
    client.updateBaseUri(args[0]);
    client.setRequestInterceptor(request -> request.header("X-API-Key", key));
    var violations = new ViolationApi(client);
    String cursor = null;
    do {
      var page =
          violations.violationPage(
              ViolationApi.APIViolationPageRequest.newBuilder()
                  .pageSize(PAGE_SIZE)
                  .cursor(cursor)
                  .build());
      page.getItems()
          .forEach(
              it ->
                  System.out.printf(
                      "%s %s %s %s %s%n",
                      it.getId(),
                      it.getStatus(),
                      it.getTimestamp(),
                      it.getCameraId(),
                      it.getViolationType()));
      cursor = page.getNextCursor();
    } while (cursor != null);
  }
}
