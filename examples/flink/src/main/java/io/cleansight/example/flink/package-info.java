/** Runs Flink's SQL over our topics. */
package io.cleansight.example.flink;
