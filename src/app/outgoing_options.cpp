#include "app/option_tables.h"
#include "app/option_values.h"

namespace callfold {
namespace {

template <std::string MailOptions::*target>
Result<void> read_mail_text(Config& config, std::string_view text) {
    config.mail.*target = text;
    return {};
}

Result<void> read_mail_tls(Config& config, std::string_view text) {
    return read_flag(text, config.mail.require_tls);
}

const std::vector<Option> all{
    {"outgoing_allow",
     {"CALLFOLD_OUTGOING_ALLOW"},
     "Addresses or ranges, separated by commas, that webhooks may be sent to although they are "
     "private, or by plain http://.",
     "",
     false,
     read_ranges<&Config::outgoing_allow>},
    {"secrets_key_file",
     {"CALLFOLD_SECRETS_KEY_FILE"},
     "File with the key that encrypts the secrets of subscriptions; all servers of one "
     "database "
     "need the same. Empty: secrets.key in the data directory, made when it is missing.",
     "",
     false,
     read_text<&Config::secrets_key_file>},
    {"smtp_url",
     {"CALLFOLD_SMTP_URL"},
     "Mail server for notifications: smtp://host:587 or smtps://host:465. Empty: no e-mail.",
     "",
     false,
     read_mail_text<&MailOptions::url>},
    {"smtp_user",
     {"CALLFOLD_SMTP_USER"},
     "User name at the mail server. Empty: without a login.",
     "",
     false,
     read_mail_text<&MailOptions::user>},
    {"smtp_password",
     {"CALLFOLD_SMTP_PASSWORD"},
     "Password at the mail server.",
     "",
     true,
     read_mail_text<&MailOptions::password>},
    {"smtp_from",
     {"CALLFOLD_SMTP_FROM"},
     "Address that e-mail comes from; needed with smtp_url.",
     "",
     false,
     read_mail_text<&MailOptions::from>},
    {"smtp_require_tls",
     {"CALLFOLD_SMTP_REQUIRE_TLS"},
     "Whether smtp:// must be encrypted (STARTTLS); false sends in plain text where the server "
     "offers nothing better.",
     "true",
     false,
     read_mail_tls},
};

}  // namespace

const std::vector<Option>& outgoing_options() {
    return all;
}

}  // namespace callfold
