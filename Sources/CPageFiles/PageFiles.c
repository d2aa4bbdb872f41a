// Every file of which pages are made, as bytes of the program: a test says which one is missing here.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CPageFiles.h"

static const unsigned char page_css[] = {
#embed "../Web/Pages/Files/css/page.css"
};
static const unsigned char icon_192_png[] = {
#embed "../Web/Pages/Files/icons/icon-192.png"
};
static const unsigned char icon_512_png[] = {
#embed "../Web/Pages/Files/icons/icon-512.png"
};
static const unsigned char icon_svg[] = {
#embed "../Web/Pages/Files/icons/icon.svg"
};
static const unsigned char icons_svg[] = {
#embed "../Web/Pages/Files/icons/icons.svg"
};
static const unsigned char answer_mustache[] = {
#embed "../Web/Pages/Files/templates/answer.mustache"
};
static const unsigned char languages_mustache[] = {
#embed "../Web/Pages/Files/templates/languages.mustache"
};
static const unsigned char layout_mustache[] = {
#embed "../Web/Pages/Files/templates/layout.mustache"
};
static const unsigned char common_en_json[] = {
#embed "../Web/Pages/Files/words/common.en.json"
};
static const unsigned char common_es_json[] = {
#embed "../Web/Pages/Files/words/common.es.json"
};
static const unsigned char common_fr_json[] = {
#embed "../Web/Pages/Files/words/common.fr.json"
};
static const unsigned char common_ru_json[] = {
#embed "../Web/Pages/Files/words/common.ru.json"
};

#define FILE(name, bytes) {name, bytes, sizeof bytes}

static const struct footfall_page_file files[] = {
    FILE("page.css", page_css),
    FILE("icon-192.png", icon_192_png),
    FILE("icon-512.png", icon_512_png),
    FILE("icon.svg", icon_svg),
    FILE("icons.svg", icons_svg),
    FILE("answer.mustache", answer_mustache),
    FILE("languages.mustache", languages_mustache),
    FILE("layout.mustache", layout_mustache),
    FILE("common.en.json", common_en_json),
    FILE("common.es.json", common_es_json),
    FILE("common.fr.json", common_fr_json),
    FILE("common.ru.json", common_ru_json),
};

size_t footfall_page_file_count(void) { return sizeof files / sizeof files[0]; }

struct footfall_page_file footfall_page_file_at(size_t place) { return files[place]; }
