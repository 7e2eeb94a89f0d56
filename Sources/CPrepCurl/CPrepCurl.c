#include "CPrepCurl.h"

// The names are in parentheses to get the functions: as macros they check types only where the option is a constant.

CURLcode prepcurl_set_long(CURL *easy, CURLoption option, long value) {
  return (curl_easy_setopt)(easy, option, value);
}

CURLcode prepcurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return (curl_easy_setopt)(easy, option, value);
}

CURLcode prepcurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return (curl_easy_setopt)(easy, option, value);
}

CURLcode prepcurl_set_receiver(CURL *easy, CURLoption option, curl_write_callback function) {
  return (curl_easy_setopt)(easy, option, function);
}

CURLcode prepcurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (curl_easy_setopt)(easy, option, value);
}

CURLcode prepcurl_set_reader(CURL *easy, curl_read_callback function) {
  return (curl_easy_setopt)(easy, CURLOPT_READFUNCTION, function);
}

CURLcode prepcurl_set_seeker(CURL *easy, curl_seek_callback function) {
  return (curl_easy_setopt)(easy, CURLOPT_SEEKFUNCTION, function);
}

CURLcode prepcurl_set_prerequest(CURL *easy, curl_prereq_callback function) {
  return (curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, function);
}

CURLcode prepcurl_set_opensocket(CURL *easy, curl_opensocket_callback function) {
  return (curl_easy_setopt)(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}

long prepcurl_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  return (curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : 0;
}

curl_off_t prepcurl_get_offset(CURL *easy, CURLINFO info) {
  curl_off_t value = -1;
  return (curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : -1;
}

const char *prepcurl_get_string(CURL *easy, CURLINFO info) {
  char *value = NULL;
  return (curl_easy_getinfo)(easy, info, &value) == CURLE_OK ? value : NULL;
}

void *prepcurl_get_private(CURL *easy) {
  char *value = NULL;
  return (curl_easy_getinfo)(easy, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}

CURLMcode prepcurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}

bool prepcurl_next_finished(CURLM *multi, CURL **easy, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left)) != NULL) {
    if (message->msg == CURLMSG_DONE) {
      *easy = message->easy_handle;
      *result = message->data.result;
      return true;
    }
  }
  return false;
}
