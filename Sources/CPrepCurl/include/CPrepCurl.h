#ifndef CPREPCURL_H
#define CPREPCURL_H

#include <curl/curl.h>
#include <stdbool.h>

// curl sets and reads its options through variadic functions, which Swift cannot call. Each function here is one
// of them at one C type; they can go when Swift imports C varargs.

/// curl_easy_setopt for the options that take a long.
CURLcode prepcurl_set_long(CURL *easy, CURLoption option, long value);

/// curl_easy_setopt for the options that take a string; curl copies it.
CURLcode prepcurl_set_string(CURL *easy, CURLoption option, const char *value);

/// curl_easy_setopt for the options that take the context of a callback, CURLOPT_PRIVATE, or a buffer.
CURLcode prepcurl_set_pointer(CURL *easy, CURLoption option, void *value);

/// curl_easy_setopt for CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION: a function pointer has a type of its own,
/// so that a callback of the wrong shape does not compile.
CURLcode prepcurl_set_receiver(CURL *easy, CURLoption option, curl_write_callback function);

/// curl_easy_setopt for the options that take a curl_off_t.
CURLcode prepcurl_set_offset(CURL *easy, CURLoption option, curl_off_t value);

/// curl_easy_setopt for CURLOPT_READFUNCTION, typed for the same reason.
CURLcode prepcurl_set_reader(CURL *easy, curl_read_callback function);

/// curl_easy_setopt for CURLOPT_SEEKFUNCTION, typed for the same reason.
CURLcode prepcurl_set_seeker(CURL *easy, curl_seek_callback function);

/// curl_easy_setopt for CURLOPT_PREREQFUNCTION, typed for the same reason.
CURLcode prepcurl_set_prerequest(CURL *easy, curl_prereq_callback function);

/// curl_easy_setopt for CURLOPT_OPENSOCKETFUNCTION, typed for the same reason.
CURLcode prepcurl_set_opensocket(CURL *easy, curl_opensocket_callback function);

/// curl_easy_getinfo for the values that are a long; 0 when curl has none.
long prepcurl_get_long(CURL *easy, CURLINFO info);

/// curl_easy_getinfo for the values that are a curl_off_t; -1 when curl has none.
curl_off_t prepcurl_get_offset(CURL *easy, CURLINFO info);

/// curl_easy_getinfo for the values that are a string, which curl owns until the handle's next transfer; or NULL.
const char *prepcurl_get_string(CURL *easy, CURLINFO info);

/// curl_easy_getinfo for CURLINFO_PRIVATE; or NULL.
void *prepcurl_get_private(CURL *easy);

/// curl_multi_setopt for the options that take a long.
CURLMcode prepcurl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/// curl_multi_info_read without its message: the union inside is unsafe to read from Swift without a check of the tag.
/// False when no transfer has finished.
bool prepcurl_next_finished(CURLM *multi, CURL **easy, CURLcode *result);

#endif
