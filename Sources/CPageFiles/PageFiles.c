// Every file of which pages are made, as bytes of the program: a test says which one is missing here.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "CPageFiles.h"

static const unsigned char charts_css[] = {
#embed "../Web/Pages/Files/css/charts.css"
};
static const unsigned char console_pages_css[] = {
#embed "../Web/Pages/Files/css/console-pages.css"
};
static const unsigned char console_css[] = {
#embed "../Web/Pages/Files/css/console.css"
};
static const unsigned char map_css[] = {
#embed "../Web/Pages/Files/css/map.css"
};
static const unsigned char offer_css[] = {
#embed "../Web/Pages/Files/css/offer.css"
};
static const unsigned char page_css[] = {
#embed "../Web/Pages/Files/css/page.css"
};
static const unsigned char shopper_css[] = {
#embed "../Web/Pages/Files/css/shopper.css"
};
static const unsigned char till_css[] = {
#embed "../Web/Pages/Files/css/till.css"
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
static const unsigned char account_js[] = {
#embed "../Web/Pages/Files/js/account.js"
};
static const unsigned char answer_screen_js[] = {
#embed "../Web/Pages/Files/js/answer-screen.js"
};
static const unsigned char api_js[] = {
#embed "../Web/Pages/Files/js/api.js"
};
static const unsigned char appeal_js[] = {
#embed "../Web/Pages/Files/js/appeal.js"
};
static const unsigned char appeals_js[] = {
#embed "../Web/Pages/Files/js/appeals.js"
};
static const unsigned char assist_js[] = {
#embed "../Web/Pages/Files/js/assist.js"
};
static const unsigned char base32_js[] = {
#embed "../Web/Pages/Files/js/base32.js"
};
static const unsigned char basket_js[] = {
#embed "../Web/Pages/Files/js/basket.js"
};
static const unsigned char campaign_books_js[] = {
#embed "../Web/Pages/Files/js/campaign-books.js"
};
static const unsigned char campaign_drawn_js[] = {
#embed "../Web/Pages/Files/js/campaign-drawn.js"
};
static const unsigned char campaign_editor_js[] = {
#embed "../Web/Pages/Files/js/campaign-editor.js"
};
static const unsigned char campaign_terms_js[] = {
#embed "../Web/Pages/Files/js/campaign-terms.js"
};
static const unsigned char campaign_js[] = {
#embed "../Web/Pages/Files/js/campaign.js"
};
static const unsigned char check_ins_js[] = {
#embed "../Web/Pages/Files/js/check-ins.js"
};
static const unsigned char checkin_js[] = {
#embed "../Web/Pages/Files/js/checkin.js"
};
static const unsigned char clock_js[] = {
#embed "../Web/Pages/Files/js/clock.js"
};
static const unsigned char code_js[] = {
#embed "../Web/Pages/Files/js/code.js"
};
static const unsigned char console_door_js[] = {
#embed "../Web/Pages/Files/js/console-door.js"
};
static const unsigned char console_settings_js[] = {
#embed "../Web/Pages/Files/js/console-settings.js"
};
static const unsigned char console_tills_js[] = {
#embed "../Web/Pages/Files/js/console-tills.js"
};
static const unsigned char console_js[] = {
#embed "../Web/Pages/Files/js/console.js"
};
static const unsigned char counter_js[] = {
#embed "../Web/Pages/Files/js/counter.js"
};
static const unsigned char coupon_card_js[] = {
#embed "../Web/Pages/Files/js/coupon-card.js"
};
static const unsigned char coupon_store_js[] = {
#embed "../Web/Pages/Files/js/coupon-store.js"
};
static const unsigned char coupons_js[] = {
#embed "../Web/Pages/Files/js/coupons.js"
};
static const unsigned char dom_js[] = {
#embed "../Web/Pages/Files/js/dom.js"
};
static const unsigned char drawer_js[] = {
#embed "../Web/Pages/Files/js/drawer.js"
};
static const unsigned char ed25519_js[] = {
#embed "../Web/Pages/Files/js/ed25519.js"
};
static const unsigned char enrolment_js[] = {
#embed "../Web/Pages/Files/js/enrolment.js"
};
static const unsigned char held_js[] = {
#embed "../Web/Pages/Files/js/held.js"
};
static const unsigned char leave_js[] = {
#embed "../Web/Pages/Files/js/leave.js"
};
static const unsigned char line_js[] = {
#embed "../Web/Pages/Files/js/line.js"
};
static const unsigned char live_js[] = {
#embed "../Web/Pages/Files/js/live.js"
};
static const unsigned char map_fence_js[] = {
#embed "../Web/Pages/Files/js/map-fence.js"
};
static const unsigned char map_words_js[] = {
#embed "../Web/Pages/Files/js/map-words.js"
};
static const unsigned char map_js[] = {
#embed "../Web/Pages/Files/js/map.js"
};
static const unsigned char mayor_js[] = {
#embed "../Web/Pages/Files/js/mayor.js"
};
static const unsigned char me_js[] = {
#embed "../Web/Pages/Files/js/me.js"
};
static const unsigned char messages_js[] = {
#embed "../Web/Pages/Files/js/messages.js"
};
static const unsigned char offer_card_js[] = {
#embed "../Web/Pages/Files/js/offer-card.js"
};
static const unsigned char offers_js[] = {
#embed "../Web/Pages/Files/js/offers.js"
};
static const unsigned char offline_rules_js[] = {
#embed "../Web/Pages/Files/js/offline-rules.js"
};
static const unsigned char offline_sale_js[] = {
#embed "../Web/Pages/Files/js/offline-sale.js"
};
static const unsigned char offline_screen_js[] = {
#embed "../Web/Pages/Files/js/offline-screen.js"
};
static const unsigned char offline_worth_js[] = {
#embed "../Web/Pages/Files/js/offline-worth.js"
};
static const unsigned char offline_js[] = {
#embed "../Web/Pages/Files/js/offline.js"
};
static const unsigned char own_appeals_js[] = {
#embed "../Web/Pages/Files/js/own-appeals.js"
};
static const unsigned char party_js[] = {
#embed "../Web/Pages/Files/js/party.js"
};
static const unsigned char pin_here_js[] = {
#embed "../Web/Pages/Files/js/pin-here.js"
};
static const unsigned char position_js[] = {
#embed "../Web/Pages/Files/js/position.js"
};
static const unsigned char practice_js[] = {
#embed "../Web/Pages/Files/js/practice.js"
};
static const unsigned char presence_js[] = {
#embed "../Web/Pages/Files/js/presence.js"
};
static const unsigned char print_here_js[] = {
#embed "../Web/Pages/Files/js/print-here.js"
};
static const unsigned char printing_js[] = {
#embed "../Web/Pages/Files/js/printing.js"
};
static const unsigned char qr_bits_js[] = {
#embed "../Web/Pages/Files/js/qr-bits.js"
};
static const unsigned char qr_js[] = {
#embed "../Web/Pages/Files/js/qr.js"
};
static const unsigned char receipt_js[] = {
#embed "../Web/Pages/Files/js/receipt.js"
};
static const unsigned char results_js[] = {
#embed "../Web/Pages/Files/js/results.js"
};
static const unsigned char returns_js[] = {
#embed "../Web/Pages/Files/js/returns.js"
};
static const unsigned char sale_js[] = {
#embed "../Web/Pages/Files/js/sale.js"
};
static const unsigned char sales_js[] = {
#embed "../Web/Pages/Files/js/sales.js"
};
static const unsigned char scan_js[] = {
#embed "../Web/Pages/Files/js/scan.js"
};
static const unsigned char share_js[] = {
#embed "../Web/Pages/Files/js/share.js"
};
static const unsigned char sheet_js[] = {
#embed "../Web/Pages/Files/js/sheet.js"
};
static const unsigned char shift_js[] = {
#embed "../Web/Pages/Files/js/shift.js"
};
static const unsigned char shopper_js[] = {
#embed "../Web/Pages/Files/js/shopper.js"
};
static const unsigned char signature_js[] = {
#embed "../Web/Pages/Files/js/signature.js"
};
static const unsigned char signed_coupon_js[] = {
#embed "../Web/Pages/Files/js/signed-coupon.js"
};
static const unsigned char slips_js[] = {
#embed "../Web/Pages/Files/js/slips.js"
};
static const unsigned char sounds_js[] = {
#embed "../Web/Pages/Files/js/sounds.js"
};
static const unsigned char store_editor_js[] = {
#embed "../Web/Pages/Files/js/store-editor.js"
};
static const unsigned char store_hours_js[] = {
#embed "../Web/Pages/Files/js/store-hours.js"
};
static const unsigned char store_js[] = {
#embed "../Web/Pages/Files/js/store.js"
};
static const unsigned char stores_import_js[] = {
#embed "../Web/Pages/Files/js/stores-import.js"
};
static const unsigned char stores_js[] = {
#embed "../Web/Pages/Files/js/stores.js"
};
static const unsigned char till_device_js[] = {
#embed "../Web/Pages/Files/js/till-device.js"
};
static const unsigned char till_memory_js[] = {
#embed "../Web/Pages/Files/js/till-memory.js"
};
static const unsigned char till_js[] = {
#embed "../Web/Pages/Files/js/till.js"
};
static const unsigned char unlock_js[] = {
#embed "../Web/Pages/Files/js/unlock.js"
};
static const unsigned char verdict_chip_js[] = {
#embed "../Web/Pages/Files/js/verdict-chip.js"
};
static const unsigned char verdict_js[] = {
#embed "../Web/Pages/Files/js/verdict.js"
};
static const unsigned char visit_js[] = {
#embed "../Web/Pages/Files/js/visit.js"
};
static const unsigned char words_js[] = {
#embed "../Web/Pages/Files/js/words.js"
};
static const unsigned char answer_mustache[] = {
#embed "../Web/Pages/Files/templates/answer.mustache"
};
static const unsigned char console_books_mustache[] = {
#embed "../Web/Pages/Files/templates/console-books.mustache"
};
static const unsigned char console_campaign_editor_mustache[] = {
#embed "../Web/Pages/Files/templates/console-campaign-editor.mustache"
};
static const unsigned char console_campaign_mustache[] = {
#embed "../Web/Pages/Files/templates/console-campaign.mustache"
};
static const unsigned char console_campaigns_mustache[] = {
#embed "../Web/Pages/Files/templates/console-campaigns.mustache"
};
static const unsigned char console_check_in_mustache[] = {
#embed "../Web/Pages/Files/templates/console-check-in.mustache"
};
static const unsigned char console_check_ins_mustache[] = {
#embed "../Web/Pages/Files/templates/console-check-ins.mustache"
};
static const unsigned char console_door_mustache[] = {
#embed "../Web/Pages/Files/templates/console-door.mustache"
};
static const unsigned char console_import_mustache[] = {
#embed "../Web/Pages/Files/templates/console-import.mustache"
};
static const unsigned char console_result_mustache[] = {
#embed "../Web/Pages/Files/templates/console-result.mustache"
};
static const unsigned char console_results_mustache[] = {
#embed "../Web/Pages/Files/templates/console-results.mustache"
};
static const unsigned char console_settings_mustache[] = {
#embed "../Web/Pages/Files/templates/console-settings.mustache"
};
static const unsigned char console_store_mustache[] = {
#embed "../Web/Pages/Files/templates/console-store.mustache"
};
static const unsigned char console_stores_mustache[] = {
#embed "../Web/Pages/Files/templates/console-stores.mustache"
};
static const unsigned char console_tills_mustache[] = {
#embed "../Web/Pages/Files/templates/console-tills.mustache"
};
static const unsigned char console_mustache[] = {
#embed "../Web/Pages/Files/templates/console.mustache"
};
static const unsigned char embed_mustache[] = {
#embed "../Web/Pages/Files/templates/embed.mustache"
};
static const unsigned char languages_mustache[] = {
#embed "../Web/Pages/Files/templates/languages.mustache"
};
static const unsigned char layout_mustache[] = {
#embed "../Web/Pages/Files/templates/layout.mustache"
};
static const unsigned char offer_mustache[] = {
#embed "../Web/Pages/Files/templates/offer.mustache"
};
static const unsigned char shopper_mustache[] = {
#embed "../Web/Pages/Files/templates/shopper.mustache"
};
static const unsigned char sw_js_mustache[] = {
#embed "../Web/Pages/Files/templates/sw.js.mustache"
};
static const unsigned char till_mustache[] = {
#embed "../Web/Pages/Files/templates/till.mustache"
};
static const unsigned char campaigns_en_json[] = {
#embed "../Web/Pages/Files/words/campaigns.en.json"
};
static const unsigned char campaigns_es_json[] = {
#embed "../Web/Pages/Files/words/campaigns.es.json"
};
static const unsigned char campaigns_fr_json[] = {
#embed "../Web/Pages/Files/words/campaigns.fr.json"
};
static const unsigned char campaigns_ru_json[] = {
#embed "../Web/Pages/Files/words/campaigns.ru.json"
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
static const unsigned char console_en_json[] = {
#embed "../Web/Pages/Files/words/console.en.json"
};
static const unsigned char console_es_json[] = {
#embed "../Web/Pages/Files/words/console.es.json"
};
static const unsigned char console_fr_json[] = {
#embed "../Web/Pages/Files/words/console.fr.json"
};
static const unsigned char console_ru_json[] = {
#embed "../Web/Pages/Files/words/console.ru.json"
};
static const unsigned char offer_en_json[] = {
#embed "../Web/Pages/Files/words/offer.en.json"
};
static const unsigned char offer_es_json[] = {
#embed "../Web/Pages/Files/words/offer.es.json"
};
static const unsigned char offer_fr_json[] = {
#embed "../Web/Pages/Files/words/offer.fr.json"
};
static const unsigned char offer_ru_json[] = {
#embed "../Web/Pages/Files/words/offer.ru.json"
};
static const unsigned char results_en_json[] = {
#embed "../Web/Pages/Files/words/results.en.json"
};
static const unsigned char results_es_json[] = {
#embed "../Web/Pages/Files/words/results.es.json"
};
static const unsigned char results_fr_json[] = {
#embed "../Web/Pages/Files/words/results.fr.json"
};
static const unsigned char results_ru_json[] = {
#embed "../Web/Pages/Files/words/results.ru.json"
};
static const unsigned char sentences_problems_es_json[] = {
#embed "../Web/Pages/Files/words/sentences-problems.es.json"
};
static const unsigned char sentences_problems_fr_json[] = {
#embed "../Web/Pages/Files/words/sentences-problems.fr.json"
};
static const unsigned char sentences_problems_ru_json[] = {
#embed "../Web/Pages/Files/words/sentences-problems.ru.json"
};
static const unsigned char sentences_rules_es_json[] = {
#embed "../Web/Pages/Files/words/sentences-rules.es.json"
};
static const unsigned char sentences_rules_fr_json[] = {
#embed "../Web/Pages/Files/words/sentences-rules.fr.json"
};
static const unsigned char sentences_rules_ru_json[] = {
#embed "../Web/Pages/Files/words/sentences-rules.ru.json"
};
static const unsigned char sentences_visits_es_json[] = {
#embed "../Web/Pages/Files/words/sentences-visits.es.json"
};
static const unsigned char sentences_visits_fr_json[] = {
#embed "../Web/Pages/Files/words/sentences-visits.fr.json"
};
static const unsigned char sentences_visits_ru_json[] = {
#embed "../Web/Pages/Files/words/sentences-visits.ru.json"
};
static const unsigned char shopper_en_json[] = {
#embed "../Web/Pages/Files/words/shopper.en.json"
};
static const unsigned char shopper_es_json[] = {
#embed "../Web/Pages/Files/words/shopper.es.json"
};
static const unsigned char shopper_fr_json[] = {
#embed "../Web/Pages/Files/words/shopper.fr.json"
};
static const unsigned char shopper_ru_json[] = {
#embed "../Web/Pages/Files/words/shopper.ru.json"
};
static const unsigned char stores_en_json[] = {
#embed "../Web/Pages/Files/words/stores.en.json"
};
static const unsigned char stores_es_json[] = {
#embed "../Web/Pages/Files/words/stores.es.json"
};
static const unsigned char stores_fr_json[] = {
#embed "../Web/Pages/Files/words/stores.fr.json"
};
static const unsigned char stores_ru_json[] = {
#embed "../Web/Pages/Files/words/stores.ru.json"
};
static const unsigned char till_en_json[] = {
#embed "../Web/Pages/Files/words/till.en.json"
};
static const unsigned char till_es_json[] = {
#embed "../Web/Pages/Files/words/till.es.json"
};
static const unsigned char till_fr_json[] = {
#embed "../Web/Pages/Files/words/till.fr.json"
};
static const unsigned char till_ru_json[] = {
#embed "../Web/Pages/Files/words/till.ru.json"
};
static const unsigned char tills_en_json[] = {
#embed "../Web/Pages/Files/words/tills.en.json"
};
static const unsigned char tills_es_json[] = {
#embed "../Web/Pages/Files/words/tills.es.json"
};
static const unsigned char tills_fr_json[] = {
#embed "../Web/Pages/Files/words/tills.fr.json"
};
static const unsigned char tills_ru_json[] = {
#embed "../Web/Pages/Files/words/tills.ru.json"
};

#define FILE(name, bytes) {name, bytes, sizeof bytes}

static const struct footfall_page_file files[] = {
    FILE("charts.css", charts_css),
    FILE("console-pages.css", console_pages_css),
    FILE("console.css", console_css),
    FILE("map.css", map_css),
    FILE("offer.css", offer_css),
    FILE("page.css", page_css),
    FILE("shopper.css", shopper_css),
    FILE("till.css", till_css),
    FILE("icon-192.png", icon_192_png),
    FILE("icon-512.png", icon_512_png),
    FILE("icon.svg", icon_svg),
    FILE("icons.svg", icons_svg),
    FILE("account.js", account_js),
    FILE("answer-screen.js", answer_screen_js),
    FILE("api.js", api_js),
    FILE("appeal.js", appeal_js),
    FILE("appeals.js", appeals_js),
    FILE("assist.js", assist_js),
    FILE("base32.js", base32_js),
    FILE("basket.js", basket_js),
    FILE("campaign-books.js", campaign_books_js),
    FILE("campaign-drawn.js", campaign_drawn_js),
    FILE("campaign-editor.js", campaign_editor_js),
    FILE("campaign-terms.js", campaign_terms_js),
    FILE("campaign.js", campaign_js),
    FILE("check-ins.js", check_ins_js),
    FILE("checkin.js", checkin_js),
    FILE("clock.js", clock_js),
    FILE("code.js", code_js),
    FILE("console-door.js", console_door_js),
    FILE("console-settings.js", console_settings_js),
    FILE("console-tills.js", console_tills_js),
    FILE("console.js", console_js),
    FILE("counter.js", counter_js),
    FILE("coupon-card.js", coupon_card_js),
    FILE("coupon-store.js", coupon_store_js),
    FILE("coupons.js", coupons_js),
    FILE("dom.js", dom_js),
    FILE("drawer.js", drawer_js),
    FILE("ed25519.js", ed25519_js),
    FILE("enrolment.js", enrolment_js),
    FILE("held.js", held_js),
    FILE("leave.js", leave_js),
    FILE("line.js", line_js),
    FILE("live.js", live_js),
    FILE("map-fence.js", map_fence_js),
    FILE("map-words.js", map_words_js),
    FILE("map.js", map_js),
    FILE("mayor.js", mayor_js),
    FILE("me.js", me_js),
    FILE("messages.js", messages_js),
    FILE("offer-card.js", offer_card_js),
    FILE("offers.js", offers_js),
    FILE("offline-rules.js", offline_rules_js),
    FILE("offline-sale.js", offline_sale_js),
    FILE("offline-screen.js", offline_screen_js),
    FILE("offline-worth.js", offline_worth_js),
    FILE("offline.js", offline_js),
    FILE("own-appeals.js", own_appeals_js),
    FILE("party.js", party_js),
    FILE("pin-here.js", pin_here_js),
    FILE("position.js", position_js),
    FILE("practice.js", practice_js),
    FILE("presence.js", presence_js),
    FILE("print-here.js", print_here_js),
    FILE("printing.js", printing_js),
    FILE("qr-bits.js", qr_bits_js),
    FILE("qr.js", qr_js),
    FILE("receipt.js", receipt_js),
    FILE("results.js", results_js),
    FILE("returns.js", returns_js),
    FILE("sale.js", sale_js),
    FILE("sales.js", sales_js),
    FILE("scan.js", scan_js),
    FILE("share.js", share_js),
    FILE("sheet.js", sheet_js),
    FILE("shift.js", shift_js),
    FILE("shopper.js", shopper_js),
    FILE("signature.js", signature_js),
    FILE("signed-coupon.js", signed_coupon_js),
    FILE("slips.js", slips_js),
    FILE("sounds.js", sounds_js),
    FILE("store-editor.js", store_editor_js),
    FILE("store-hours.js", store_hours_js),
    FILE("store.js", store_js),
    FILE("stores-import.js", stores_import_js),
    FILE("stores.js", stores_js),
    FILE("till-device.js", till_device_js),
    FILE("till-memory.js", till_memory_js),
    FILE("till.js", till_js),
    FILE("unlock.js", unlock_js),
    FILE("verdict-chip.js", verdict_chip_js),
    FILE("verdict.js", verdict_js),
    FILE("visit.js", visit_js),
    FILE("words.js", words_js),
    FILE("answer.mustache", answer_mustache),
    FILE("console-books.mustache", console_books_mustache),
    FILE("console-campaign-editor.mustache", console_campaign_editor_mustache),
    FILE("console-campaign.mustache", console_campaign_mustache),
    FILE("console-campaigns.mustache", console_campaigns_mustache),
    FILE("console-check-in.mustache", console_check_in_mustache),
    FILE("console-check-ins.mustache", console_check_ins_mustache),
    FILE("console-door.mustache", console_door_mustache),
    FILE("console-import.mustache", console_import_mustache),
    FILE("console-result.mustache", console_result_mustache),
    FILE("console-results.mustache", console_results_mustache),
    FILE("console-settings.mustache", console_settings_mustache),
    FILE("console-store.mustache", console_store_mustache),
    FILE("console-stores.mustache", console_stores_mustache),
    FILE("console-tills.mustache", console_tills_mustache),
    FILE("console.mustache", console_mustache),
    FILE("embed.mustache", embed_mustache),
    FILE("languages.mustache", languages_mustache),
    FILE("layout.mustache", layout_mustache),
    FILE("offer.mustache", offer_mustache),
    FILE("shopper.mustache", shopper_mustache),
    FILE("sw.js.mustache", sw_js_mustache),
    FILE("till.mustache", till_mustache),
    FILE("campaigns.en.json", campaigns_en_json),
    FILE("campaigns.es.json", campaigns_es_json),
    FILE("campaigns.fr.json", campaigns_fr_json),
    FILE("campaigns.ru.json", campaigns_ru_json),
    FILE("common.en.json", common_en_json),
    FILE("common.es.json", common_es_json),
    FILE("common.fr.json", common_fr_json),
    FILE("common.ru.json", common_ru_json),
    FILE("console.en.json", console_en_json),
    FILE("console.es.json", console_es_json),
    FILE("console.fr.json", console_fr_json),
    FILE("console.ru.json", console_ru_json),
    FILE("offer.en.json", offer_en_json),
    FILE("offer.es.json", offer_es_json),
    FILE("offer.fr.json", offer_fr_json),
    FILE("offer.ru.json", offer_ru_json),
    FILE("results.en.json", results_en_json),
    FILE("results.es.json", results_es_json),
    FILE("results.fr.json", results_fr_json),
    FILE("results.ru.json", results_ru_json),
    FILE("sentences-problems.es.json", sentences_problems_es_json),
    FILE("sentences-problems.fr.json", sentences_problems_fr_json),
    FILE("sentences-problems.ru.json", sentences_problems_ru_json),
    FILE("sentences-rules.es.json", sentences_rules_es_json),
    FILE("sentences-rules.fr.json", sentences_rules_fr_json),
    FILE("sentences-rules.ru.json", sentences_rules_ru_json),
    FILE("sentences-visits.es.json", sentences_visits_es_json),
    FILE("sentences-visits.fr.json", sentences_visits_fr_json),
    FILE("sentences-visits.ru.json", sentences_visits_ru_json),
    FILE("shopper.en.json", shopper_en_json),
    FILE("shopper.es.json", shopper_es_json),
    FILE("shopper.fr.json", shopper_fr_json),
    FILE("shopper.ru.json", shopper_ru_json),
    FILE("stores.en.json", stores_en_json),
    FILE("stores.es.json", stores_es_json),
    FILE("stores.fr.json", stores_fr_json),
    FILE("stores.ru.json", stores_ru_json),
    FILE("till.en.json", till_en_json),
    FILE("till.es.json", till_es_json),
    FILE("till.fr.json", till_fr_json),
    FILE("till.ru.json", till_ru_json),
    FILE("tills.en.json", tills_en_json),
    FILE("tills.es.json", tills_es_json),
    FILE("tills.fr.json", tills_fr_json),
    FILE("tills.ru.json", tills_ru_json),
};

size_t footfall_page_file_count(void) { return sizeof files / sizeof files[0]; }

struct footfall_page_file footfall_page_file_at(size_t place) { return files[place]; }
