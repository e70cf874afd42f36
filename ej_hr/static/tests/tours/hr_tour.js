import { registry } from "@web/core/registry";

const field = (name, rest = "input") => `.o_field_widget[name=${name}] ${rest}`;

// The personnel officer hires: the account is asked for at once
registry.category("web_tour.tours").add("ej_hr_hire", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: field("name"), run: "edit 17-h" },
        { trigger: field("surname"), run: "edit Newman" },
        { trigger: field("firstname"), run: "edit Oleg" },
        { trigger: field("job_id"), run: "edit Senior" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Senior)", run: "click" },
        { trigger: "button[name=action_sign]", run: "click" },
        { trigger: field("account_state", ".badge.text-bg-warning") },
        { trigger: "button[name=action_open_employee]", run: "click" },
        { trigger: "button[name=action_ej_orders]" },
    ],
});

// The personnel officer dismisses from the card: the account is blocked the same day
registry.category("web_tour.tours").add("ej_hr_dismiss", {
    steps: () => [
        { trigger: "a[name=ej_card]", run: "click" },
        { trigger: field("ej_account_state", ".badge.text-bg-success") },
        { trigger: ".o_ej_dismiss", run: "click" },
        { trigger: "button[name=action_sign]" },
        { trigger: field("name"), run: "edit 18-d" },
        { trigger: "button[name=action_sign]", run: "click" },
        { trigger: field("account_state", ".badge:not(.text-bg-success):not(.text-bg-warning)") },
    ],
});
