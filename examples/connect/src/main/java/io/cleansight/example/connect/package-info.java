/** Lets Kafka Connect read our topics. */
package io.cleansight.example.connect;
