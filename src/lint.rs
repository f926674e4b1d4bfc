//! What a lint is, and all of them in one table.

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is generated until it is mended.
    Error,
    /// Generated all the same; the person should know.
    Warning,
}

/// A rule that configs are held to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lint {
    /// Stable id in kebab case.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// Declares the lints and the table of all of them: each row once.
macro_rules! lints {
    ($($name:ident $severity:ident $code:literal $meaning:literal)*) => {
        $(#[doc = $meaning] pub static $name: Lint =
            Lint { code: $code, severity: Severity::$severity, meaning: $meaning };)*

        /// Every lint, in the order of the documentation.
        pub static LINTS: &[&Lint] = &[$(&$name),*];
    };
}

lints! {
    FILE_NOT_FOUND Error "file-not-found" "There is no such file"
    FILE_IS_DIRECTORY Error "file-is-directory" "A folder is named where a file is wanted"
    FILE_UNREADABLE Error "file-unreadable" "The file is there and cannot be read"
    BUNDLE_CONFIG Error "bundle-config" "The config in a bundle is missing, or not the one that it was made from"
    FILE_TOO_LARGE Error "file-too-large" "The file is larger than 1 MiB"
    FILE_EMPTY Error "file-empty" "The file holds nothing"
    FILE_UTF_16 Error "file-utf-16" "The file is UTF-16 or UTF-32 text, not UTF-8"
    FILE_NOT_UTF_8 Error "file-not-utf-8" "The file holds bytes that are not UTF-8 text"
    BYTE_ORDER_MARK Warning "byte-order-mark" "The file starts with a byte order mark"
    JSON_SYNTAX Error "json-syntax" "The text is not JSON"
    JSON_COMMENT Error "json-comment" "JSON has no comments"
    JSON_CURLY_QUOTES Error "json-curly-quotes" "Typographic quotes stand where JSON wants straight ones"
    FILE_YAML Error "file-yaml" "The file is YAML, not JSON"
    FILE_TOML Error "file-toml" "The file is TOML or an INI file, not JSON"
    JSON_TRAILING_COMMA Error "json-trailing-comma" "JSON has no comma after the last item"
    TOO_MANY_FINDINGS Error "too-many-findings" "There is more wrong than is shown"

    OVERLAY_PATH Error "overlay-path" "The path of an overlay is not relative to the config"
    OVERLAY_FOLDER Error "overlay-folder" "The overlay is not there, or is none"
    OVERLAY_FILE Error "overlay-file" "An overlay has a file that it cannot have"
    OVERLAY_VERSION Error "overlay-version" "The name or version of an overlay, or a reason in it, cannot be written so"
    OVERLAY_STEP Error "overlay-step" "An overlay names a step that is not there, or that the others need"
    OVERLAY_WORDS Error "overlay-words" "A text of an overlay does not fit the place that it is for"
    OVERLAY_REMARK Error "overlay-remark" "A remark of an overlay holds what is no part of one"
    OVERLAY_HTML Warning "overlay-html" "HTML in a remark of an overlay is shown as it is written"
    OVERLAY_LOGO Error "overlay-logo" "The logo of an overlay is no picture that a page can hold"
    OVERLAY_SCRIPT Error "overlay-script" "A script of an overlay is not what the frame of a step can hold"
    OVERLAY_STYLE Error "overlay-style" "The style sheet of an overlay fetches something, or leaves its place"

    DUPLICATE_KEY Error "duplicate-key" "A key stands twice in one object"
    UNKNOWN_KEY Error "unknown-key" "A key is not known at this place"
    SECRET_KEY Error "secret-key" "A key asks for a secret, which has no place in the file"
    MISSING_KEY Error "missing-key" "A required key is missing"
    WRONG_TYPE Error "wrong-type" "A value has another JSON type than is wanted"
    UNKNOWN_VALUE Error "unknown-value" "A value is none of those that can be chosen"
    CLOUD_NOT_SUPPORTED Error "cloud-not-supported" "No addresses are published for OAuth in this cloud"
    EMPTY_LIST Error "empty-list" "A list needs at least one item"
    DUPLICATE_ITEM Error "duplicate-item" "A list names the same thing twice"

    UNKNOWN_KIND Error "unknown-kind" "A step names a kind of object that is not known"
    UNKNOWN_PROPERTY Error "unknown-property" "A property or parameter is not documented for the cmdlet in that shell"
    PARAMETER_SET Error "parameter-set" "The documented cmdlet does not take these parameters together"
    UNKNOWN_PLACEHOLDER Error "unknown-placeholder" "A name between braces stands for no value of the organisation"
    PLACEHOLDER_MAY_BE_EMPTY Error "placeholder-may-be-empty" "A placeholder stands where the config may have no value for it"
    UNKNOWN_CMDLET Error "unknown-cmdlet" "A cmdlet is none that Microsoft documents for the shell"
    UNKNOWN_STEP Error "unknown-step" "A step names another that there is not"
    STEP_ID Error "step-id" "The id of a step is not one that can name its script"
    STEP_ORDER Error "step-order" "A step stands before one that it requires"
    STEP_POLICY Error "step-policy" "The policy does not fit the property"
    STEP_NOT_DONE Error "step-not-done" "After the step something would still not be as wanted"
    SCRIPT_TEXT Error "script-text" "A text cannot stand in the help of a script"

    EMPTY_TEXT Error "empty-text" "A text is empty"
    CONTROL_CHARACTER Error "control-character" "A text holds a character that cannot be printed"
    FOLDER_NAME Error "folder-name" "The name is no folder name on Windows"
    OBJECT_NAME Error "object-name" "The name cannot name an Exchange object"
    SERVER_NAME Error "server-name" "The name is not a computer name"
    CERTIFICATE_FILE Error "certificate-file" "The text is not the Windows path of a .cer file"
    PROXY_URL Error "proxy-url" "The text is not the HTTPS URL of an EWS endpoint"
    MALFORMED_DOMAIN Error "malformed-domain" "The text is not a domain name"
    MALFORMED_HOST Error "malformed-host" "The text is not a host name"
    URL_NOT_HOST Error "url-not-host" "A URL stands where a bare name is wanted"
    NON_ASCII_NAME Error "non-ascii-name" "A domain is not written in its punycode form"
    MALFORMED_GUID Error "malformed-guid" "The text is not a GUID"
    MALFORMED_MAILBOX Error "malformed-mailbox" "The text is not a mailbox address"
    MALFORMED_BUILD Error "malformed-build" "The text is not an Exchange build number"

    INITIAL_DOMAIN_NOT_INITIAL Error "initial-domain-not-initial" "The initial domain is not the one the tenant was created with"
    INITIAL_DOMAIN_OF_OTHER_CLOUD Error "initial-domain-of-other-cloud" "The initial domain belongs to another cloud than the config says"
    MISSING_TENANT_ID Warning "missing-tenant-id" "Without the tenant id less can be proven"
    ROUTING_DOMAIN_IS_SMTP_DOMAIN Error "routing-domain-is-smtp-domain" "The routing domain is also a domain of on-premises mailboxes"
    UNUSUAL_ROUTING_DOMAIN Warning "unusual-routing-domain" "The routing domain is not the one that belongs to the initial domain"
    MICROSOFT_SMTP_DOMAIN Error "microsoft-smtp-domain" "A Microsoft name stands among the on-premises SMTP domains"
    MICROSOFT_HOST Error "microsoft-host" "A Microsoft host stands where an on-premises host is wanted"
    EDGE_SERVER Warning "edge-server" "An Edge Transport server stands among the servers"
    HYBRID_AGENT Warning "hybrid-agent" "The hybrid agent publishes Exchange, not a host of the organisation's own"
    HOST_OUTSIDE_SMTP_DOMAINS Warning "host-outside-smtp-domains" "A host is in none of the SMTP domains"
    REPEATED_HOST Warning "repeated-host" "An additional host is already the mail or Autodiscover host"
    MAILBOX_OUTSIDE_SMTP_DOMAINS Warning "mailbox-outside-smtp-domains" "A test mailbox is in none of the SMTP domains"
    SAME_MAILBOX Error "same-mailbox" "One mailbox is named for both sides"
    TENANT_ID_NEEDED Error "tenant-id-needed" "The procedure cannot do without the tenant id"
    SIGN_IN_THROUGH_AGENT Error "sign-in-through-agent" "Clients cannot sign in through the hybrid agent"
    NO_VERIFICATION Warning "no-verification" "Without test mailboxes there are no test steps"

    METHOD_NO_LONGER_WORKS Warning "method-no-longer-works" "Exchange Online refuses the calls that this method sets up"
    EWS_ENDS Warning "ews-ends" "Calls through EWS end with EWS in Exchange Online"
    GRAPH_FLOW_LIMITS Warning "graph-flow-limits" "The Graph flow does not cover all that EWS does"
    GRAPH_FLOW_FIXES Warning "graph-flow-fixes" "A server lacks fixes of the Graph flow"
    PRODUCT_OUT_OF_SUPPORT Warning "product-out-of-support" "A server's product has no support any more"
    OPTION_OF_OTHER_METHOD Error "option-of-other-method" "An option belongs to the other method"
    OPTION_WITHOUT_EFFECT Warning "option-without-effect" "An option has no effect with the others"
    GRAPH_NOT_IN_CLOUD Error "graph-not-in-cloud" "The Graph flow exists in the Global cloud only"
    FEDERATION_NOT_IN_CLOUD Error "federation-not-in-cloud" "No values are published for federation with Exchange Online in this cloud"
    BUILD_TOO_OLD Error "build-too-old" "A server cannot use the dedicated application"
    BUILD_WITHOUT_GRAPH Error "build-without-graph" "A server cannot use the Graph flow"
    BUILD_WITHOUT_MODERN_AUTHENTICATION Error "build-without-modern-authentication" "A server cannot take part in Hybrid Modern Authentication"
    BUILD_WITHOUT_CLOUD_ARCHIVE Warning "build-without-cloud-archive" "A server cannot reach archives in the cloud with the dedicated application"
    UNKNOWN_BUILD Warning "unknown-build" "A build is of no known Exchange product"
    ADDRESS_SPACE_MISSING Warning "address-space-missing" "Servers this old need the availability address space"
    ADDRESS_SPACE_UNNEEDED Warning "address-space-unneeded" "No server is so old that it needs the availability address space"
    SAME_OBJECT_NAME Error "same-object-name" "Two objects of one kind would get the same name"
}
